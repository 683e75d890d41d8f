using System.Text;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class TsvRoundTrip
{
    public static TheoryData<string> Values =>
        [.. NastyValues.All.Select(value => value.Length > 100 ? $"{value[0]}*{value.Length}" : value)];

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Keeps_a_value_beside_others_and_alone(string value)
    {
        if (value.Length > 3 && value[1] == '*')
            value = new string(value[0], int.Parse(value[2..], System.Globalization.CultureInfo.InvariantCulture));

        var beside = await Tsv.ReadAsync(
            await Tsv.WriteAsync(["a", "b", "c"], ["1", value, "2"], [value, value, value])
        );
        var alone = await Tsv.ReadAsync(await Tsv.WriteAsync(["a"], [value], ["x"], [value]));

        Assert.Equal<IEnumerable<string?>>(
            [
                ["1", value],
                [value, value],
                ["2", value],
            ],
            beside.Values
        );
        Assert.Equal<IEnumerable<string?>>(
            [
                [value, "x", value],
            ],
            alone.Values
        );
    }

    [Fact]
    public void Keeps_any_values() =>
        Law.Holds(
            NastyValues.Records,
            async records =>
            {
                var width = records.Length == 0 ? 1 : records[0].Length;
                var header = Enumerable.Range(0, width).Select(i => $"c{i}");

                var rows = await Tsv.ReadAsync(await Tsv.WriteAsync([header, .. records]));

                Assert.Equal(records.Length, rows.Count);
                Assert.Equal(
                    records,
                    Enumerable.Range(0, rows.Count).Select(row => rows.Values.Select(column => column[row]).ToArray())
                );
            }
        );

    [Fact]
    public async Task Keeps_column_names_as_they_are()
    {
        string[] names = ["id", "Id", " id ", "two words", "a\tb", "a\nb", "\"q\"", "\\N", "größe", "1", "#", "=x"];

        var summary = await Tsv.ScanAsync(await Tsv.WriteAsync(names));

        Assert.Equal(names, summary.Columns);
        Assert.Equal(0, summary.Rows);
    }

    [Theory]
    [InlineData("\ufeff")]
    [InlineData("\ufeffid")]
    public async Task Keeps_a_first_column_whose_name_starts_like_a_byte_order_mark(string name)
    {
        var rows = await Tsv.ReadAsync(await Tsv.WriteAsync([name, name], ["1", "2"]));

        Assert.Equal<string>([name, name], rows.Columns);
        Assert.Equal<string>([name], (await Tsv.ReadAsync(await Tsv.WriteAsync([name], ["1"]))).Columns);
    }

    [Fact]
    public async Task Keeps_the_number_of_rows_of_a_table_without_columns()
    {
        var bytes = await Tsv.WriteAsync([], [], []);

        Assert.Equal("\n\n\n"u8.ToArray(), bytes);
        Assert.Equal((0, 2), ((await Tsv.ReadAsync(bytes)).Columns.Length, (await Tsv.ReadAsync(bytes)).Count));
    }

    [Theory]
    [InlineData("a", "a\tx\n")]
    [InlineData("", "\tx\n")]
    [InlineData("\\N", "\"\\N\"\tx\n")]
    [InlineData("\\.", "\"\\.\"\tx\n")]
    [InlineData("a\tb", "\"a\tb\"\tx\n")]
    [InlineData("a\"b", "\"a\"\"b\"\tx\n")]
    [InlineData("a\r", "\"a\r\"\tx\n")]
    [InlineData("a\\b", "a\\b\tx\n")]
    [InlineData("a,b; c'd", "a,b; c'd\tx\n")]
    public async Task Quotes_only_what_needs_it(string value, string line) =>
        Assert.Equal(line, Encoding.UTF8.GetString(await Tsv.WriteAsync([value, "x"])));

    [Fact]
    public async Task Quotes_an_empty_string_that_stands_alone() =>
        Assert.Equal("a\n\"\"\n", Encoding.UTF8.GetString(await Tsv.WriteAsync(["a"], [""])));

    [Fact]
    public async Task Starts_without_a_byte_order_mark() =>
        Assert.Equal("é\n"u8.ToArray(), await Tsv.WriteAsync(["é"]));

    [Fact]
    public async Task Refuses_a_field_that_is_longer_than_can_be_written()
    {
        await using var tsv = new TsvWriter(Stream.Null, mostCharacters: 5);

        await tsv.WriteRowAsync(["12345", null], CancellationToken.None);
        var error = await Assert.ThrowsAsync<FieldTooLongException>(() =>
            tsv.WriteRowAsync(["1", null, "123456"], CancellationToken.None)
        );

        Assert.Equal((2, 5), (error.Field, error.Most));
    }
}
