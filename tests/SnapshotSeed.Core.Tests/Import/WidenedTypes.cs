using SnapshotSeed.Matching;

namespace SnapshotSeed.Core.Tests.Import;

public sealed class WidenedTypes
{
    [Theory]
    [InlineData("character varying(120)", "character varying(200)")]
    [InlineData("character varying(120)", "character varying")]
    [InlineData("character varying(120)", "text")]
    [InlineData("character varying", "text")]
    [InlineData("character varying(5)[]", "text[]")]
    [InlineData("bit varying(5)", "bit varying(6)")]
    [InlineData("smallint", "integer")]
    [InlineData("integer", "bigint")]
    [InlineData("bigint", "numeric")]
    [InlineData("integer", "numeric(10,0)")]
    [InlineData("integer", "numeric(14,4)")]
    [InlineData("numeric(10,2)", "numeric(12,4)")]
    [InlineData("numeric(10,2)", "numeric(11,2)")]
    [InlineData("numeric(10,2)", "numeric")]
    [InlineData("timestamp(3) without time zone", "timestamp without time zone")]
    [InlineData("time(0) with time zone", "time(3) with time zone")]
    public void Keep_every_value(string old, string other)
    {
        Assert.True(TypeWidening.Keeps(old, other));
        Assert.False(TypeWidening.Keeps(other, old));
    }

    [Theory]
    [InlineData("character varying", "character varying(200)")]
    [InlineData("character(5)", "text")]
    [InlineData("text", "character varying")]
    [InlineData("text", "public.citext")]
    [InlineData("integer", "numeric(9,0)")]
    [InlineData("integer", "numeric(12,4)")]
    [InlineData("integer", "double precision")]
    [InlineData("integer", "text")]
    [InlineData("real", "double precision")]
    [InlineData("numeric(10,2)", "numeric(11,4)")]
    [InlineData("numeric", "numeric(1000,2)")]
    [InlineData("numeric(8,2)", "numeric(8,3)")]
    [InlineData("timestamp without time zone", "timestamp with time zone")]
    [InlineData("timestamp without time zone", "timestamp(3) without time zone")]
    [InlineData("date", "timestamp without time zone")]
    [InlineData("bit(5)", "bit(6)")]
    [InlineData("integer", "integer[]")]
    public void Do_not_where_a_value_could_change(string old, string other) =>
        Assert.False(TypeWidening.Keeps(old, other));
}
