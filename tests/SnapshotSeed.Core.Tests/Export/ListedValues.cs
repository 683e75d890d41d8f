using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>The values that a CHECK constraint lists, read from what PostgreSQL prints.</summary>
public sealed class ListedValues
{
    [Theory]
    [InlineData("(status = ANY (ARRAY['open'::text, 'it''s, (all) done'::text]))", "open|it's, (all) done")]
    [InlineData("((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "a|b")]
    [InlineData(
        "((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
        "a|b"
    )]
    [InlineData("((status = ANY (ARRAY['a'::bpchar, 'b'::bpchar])) OR (status IS NULL))", "a|b")]
    [InlineData("((status = 'a'::text) OR (status = 'b'::text))", "a|b")]
    [InlineData("(status = ANY (ARRAY[1, 2, 30]))", "1|2|30")]
    [InlineData("(status = ANY (ARRAY[('-1'::integer)::numeric, 2.5]))", "-1|2.5")]
    [InlineData("(status = 'a'::text)", "a")]
    [InlineData("(status > 0)", "")]
    [InlineData("((status >= 1) AND (status <= 5))", "")]
    [InlineData("(other = ANY (ARRAY['a'::text]))", "")]
    [InlineData("((status = 'a'::text) OR (other = 'b'::text))", "")]
    [InlineData("(length(status) = ANY (ARRAY[1, 2]))", "")]
    [InlineData("(NOT (status = ANY (ARRAY['a'::text])))", "")]
    [InlineData("(status <> ALL (ARRAY['a'::text]))", "")]
    public void Are_those_of_a_column_alone(string expression, string values) =>
        Assert.Equal(
            values.Split('|', StringSplitOptions.RemoveEmptyEntries),
            ValueList.Of(new Column("status", "text"), [new CheckConstraint("listed", expression)])
        );

    [Fact]
    public void Are_found_by_a_quoted_name() =>
        Assert.Equal<string>(
            ["x", "y"],
            ValueList.Of(
                new Column("my Status", "text"),
                [new("other", "(a > 1)"), new("listed", "(\"my Status\" = ANY (ARRAY['x'::text, 'y'::text]))")]
            )
        );
}
