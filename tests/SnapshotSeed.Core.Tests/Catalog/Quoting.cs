using SnapshotSeed.Catalog;

namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class Quoting
{
    [Theory]
    [InlineData("users", "\"users\"")]
    [InlineData("select", "\"select\"")]
    [InlineData("MixedCase", "\"MixedCase\"")]
    [InlineData("a.b", "\"a.b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("\"; DROP TABLE users; --", "\"\"\"; DROP TABLE users; --\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("größe", "\"größe\"")]
    public void Makes_any_name_an_identifier(string name, string quoted) => Assert.Equal(quoted, SqlName.Quote(name));

    [Fact]
    public void Quotes_schema_and_table_apart() =>
        Assert.Equal("\"my.schema\".\"my\"\"table\"", SqlName.Quote(new TableName("my.schema", "my\"table")));

    [Fact]
    public void Lists_columns_with_and_without_an_alias()
    {
        Assert.Equal("\"id\", \"Name\"", SqlName.Columns(["id", "Name"]));
        Assert.Equal("t.\"id\", t.\"Name\"", SqlName.Columns("t", ["id", "Name"]));
    }
}
