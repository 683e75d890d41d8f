using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Core.Tests.Postgres;

public sealed class SqlTexts
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
    public void Quote_any_name(string name, string quoted) => Assert.Equal(quoted, Text($"{new Identifier(name)}"));

    [Fact]
    public void Quote_schema_and_table_apart() =>
        Assert.Equal("\"my.schema\".\"my\"\"table\"", Text($"{new TableName("my.schema", "my\"table")}"));

    [Fact]
    public void Quote_a_text_as_a_literal() => Assert.Equal("'it''s'", Sql.Literal("it's").ToString());

    [Fact]
    public void List_columns_with_and_without_an_alias()
    {
        Assert.Equal("\"id\", \"Name\"", Sql.Columns(["id", "Name"]).ToString());
        Assert.Equal("t.\"id\", t.\"Name\"", Sql.Columns($"t", ["id", "Name"]).ToString());
    }

    [Fact]
    public void Indent_a_piece_of_several_lines_where_it_stands()
    {
        Sql inner = $"""
            SELECT 1
            FROM a
            """;

        Assert.Equal(
            "SELECT *\n    FROM (SELECT 1\n        FROM a) x,\n    SELECT 1\n    FROM a",
            Text($"SELECT *\n    FROM ({inner}) x,\n    {inner}")
        );
    }

    [Fact]
    public void Leave_a_line_break_within_a_name_as_it_is() =>
        Assert.Equal("(\n    \"a\nb\")", Text($"(\n    {new Identifier("a\nb")})"));

    [Fact]
    public void Break_a_list_that_is_too_long_for_a_line()
    {
        var names = Enumerable.Range(1, 12).Select(i => $"column_{i}").ToList();

        Assert.Equal(
            "SELECT " + string.Join(",\n    ", names.Select(name => $"\"{name}\"")),
            Text($"SELECT {Sql.Columns(names)}")
        );
    }

    [Fact]
    public void Number_parameters_in_the_order_of_their_use_and_each_once()
    {
        var (first, second) = (Parameter.Text("a"), Parameter.Numbers([1L]));
        Sql inner = $"{second} = {first}";

        var text = SqlText.Of((Sql)$"{first}, {inner}, {second}");

        Assert.Equal("$1, $2 = $1, $2", text.Text);
        Assert.Equal([first, second], text.Parameters);
    }

    [Fact]
    public void Name_the_parameters_of_several_statements()
    {
        var parameter = Parameter.Text("a");

        var text = SqlText.Of([(Sql)$"SELECT {parameter}", (Sql)$"SELECT 2, {parameter}"]);

        Assert.Equal("SELECT @p0;\nSELECT 2, @p0", text.Text);
        Assert.Single(text.Parameters);
    }

    [Theory]
    [InlineData(0, "true", "false")]
    [InlineData(1, "a", "(a)")]
    [InlineData(2, "a AND a", "(a OR a)")]
    public void Join_conditions(int count, string all, string any)
    {
        var conditions = Enumerable.Repeat<Sql>($"a", count).ToList();

        Assert.Equal(all, Sql.All(conditions).ToString());
        Assert.Equal(any, Sql.Any(conditions).ToString());
    }

    private static string Text(Sql sql) => sql.ToString();
}
