using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class TableNames
{
    [Fact]
    public void Are_ordered_ordinally_by_schema_then_name()
    {
        TableName[] names =
        [
            new("public", "b"),
            new("public", "a"),
            new("audit", "z"),
            new("public", "B"),
            new("public", "_"),
            new("public", "é"),
            new("Public", "x"),
        ];

        Assert.Equal(["Public.x", "audit.z", "B", "_", "a", "b", "é"], names.Order().Select(name => name.ToString()));
    }

    [Fact]
    public void Compare_by_operators_as_they_are_ordered()
    {
        var (first, second) = (new TableName("public", "Z"), new TableName("public", "a"));

        Assert.True(first < second);
        Assert.True(second > first);
        Assert.True(first <= second);
        Assert.False(first >= second);
        Assert.True(first <= new TableName("public", "Z"));
        Assert.True(first >= new TableName("public", "Z"));
    }

    [Fact]
    public void Differ_by_case() => Assert.NotEqual(new TableName("public", "users"), new TableName("public", "Users"));

    [Theory]
    [InlineData("public", "users", "users", "public.users")]
    [InlineData("audit", "events", "audit.events", "audit.events")]
    [InlineData("Public", "users", "Public.users", "Public.users")]
    [InlineData("public", "two words", "two words", "public.two words")]
    [InlineData("public", "a.b", "\"a.b\"", "public.\"a.b\"")]
    [InlineData("a.b", "c", "\"a.b\".c", "\"a.b\".c")]
    [InlineData("a", "b.c", "a.\"b.c\"", "a.\"b.c\"")]
    [InlineData("public", "a,b", "\"a,b\"", "public.\"a,b\"")]
    [InlineData("public", "\"", "\"\"\"\"", "public.\"\"\"\"")]
    public void Are_shown_without_the_schema_public_and_told_apart_by_quotes(
        string schema,
        string name,
        string shown,
        string qualified
    )
    {
        var table = new TableName(schema, name);

        Assert.Equal(shown, table.ToString());
        Assert.Equal(qualified, table.Qualified);
    }
}
