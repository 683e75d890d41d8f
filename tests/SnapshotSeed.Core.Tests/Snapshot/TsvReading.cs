using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class TsvReading
{
    [Fact]
    public async Task Tells_NULL_from_text_that_looks_like_it()
    {
        var rows = await Tsv.ReadAsync("a\tb\n\\N\t\"\\N\"\n\t\"\"\n\\\\N\t\\n\n \\N\tN\n");

        Assert.Equal<IEnumerable<string?>>(
            [
                [null, "", "\\\\N", " \\N"],
                ["\\N", "", "\\n", "N"],
            ],
            rows.Values
        );
    }

    [Fact]
    public async Task Takes_empty_lines_of_a_one_column_file_as_rows()
    {
        var rows = await Tsv.ReadAsync("a\n\n\\N\n\nx\n\n");

        Assert.Equal<IEnumerable<string?>>(
            [
                ["", null, "", "x", ""],
            ],
            rows.Values
        );
        Assert.Equal([2, 3, 4, 5, 6], rows.Lines);
    }

    [Fact]
    public async Task Knows_the_line_on_which_each_row_starts()
    {
        var rows = await Tsv.ReadAsync("a\tb\n1\t\"x\n\ny\"\n2\t\"\r\n\"\n3\tz\n");

        Assert.Equal([2, 5, 7], rows.Lines);
        Assert.Equal("x\n\ny|\r\n|z", string.Join('|', rows.Values[1]));
    }

    [Theory]
    [InlineData("a\tb\n1\t\\N\n2\tx\n")]
    [InlineData("a\tb\n1\t\\N\n2\tx")]
    [InlineData("a\tb\r\n1\t\\N\r\n2\tx\r\n")]
    [InlineData("\uFEFFa\tb\n1\t\\N\n2\tx\n")]
    [InlineData("\"a\"\t\"b\"\n\"1\"\t\\N\n\"2\"\t\"x\"\n")]
    public async Task Accepts_what_editors_and_other_tools_make_of_a_file(string text)
    {
        var rows = await Tsv.ReadAsync(text);

        Assert.Equal<string>(["a", "b"], rows.Columns);
        Assert.Equal<IEnumerable<string?>>(
            [
                ["1", "2"],
                [null, "x"],
            ],
            rows.Values
        );
    }

    [Fact]
    public async Task Takes_spaces_commas_and_backslashes_as_they_are() =>
        Assert.Equal<IEnumerable<string?>>(
            [
                [" 1 ", "a,b"],
                ["\\t", "# c"],
            ],
            (await Tsv.ReadAsync("a\tb\n 1 \t\\t\na,b\t# c\n")).Values
        );

    [Fact]
    public async Task Summarizes_a_file()
    {
        var bytes = Encoding.UTF8.GetBytes("id\tnick\tnote\n1\t\\N\tx\n2\t\"a\nb\"\t\"\\N\"\n3\t\\N\t\\N\n");

        var summary = await Tsv.ScanAsync(bytes);

        Assert.Equal<string>(["id", "nick", "note"], summary.Columns);
        Assert.Equal<long>([0, 2, 5], summary.NullsIn);
        Assert.Equal((3, bytes.Length), (summary.Rows, summary.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), summary.Sha256);
    }

    [Fact]
    public async Task Summarizes_a_file_of_several_buffers()
    {
        var bytes = Encoding.UTF8.GetBytes("id\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")));

        var summary = await Tsv.ScanAsync(bytes);

        Assert.Equal((100_000, bytes.Length), (summary.Rows, summary.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), summary.Sha256);
        Assert.Equal("99999", (await Tsv.ReadAsync(bytes)).Values[0][^1]);
    }

    [Fact]
    public async Task Reports_two_columns_of_one_name() =>
        Assert.Equal<string>(["a", "b", "a"], (await Tsv.ScanAsync("a\tb\ta\n1\t2\t3\n")).Columns);

    [Fact]
    public async Task Of_an_empty_file_misses_the_header()
    {
        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => Tsv.ScanAsync(""));

        TextAssert.Contains(error.Message, "users.tsv line 1");
    }

    [Theory]
    [InlineData("a\n")]
    [InlineData("a\n1\n")]
    [InlineData("a\n1\n2\n3\n")]
    [InlineData("b\n1\n2\n")]
    [InlineData("a\n1\n3\n")]
    public async Task Notices_a_file_that_changed_since_it_was_scanned(string before)
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["users.tsv"], before);
        var scanned = await TsvReader.ScanAsync(folder["users.tsv"], new ScanOptions(), CancellationToken.None);
        await File.WriteAllTextAsync(folder["users.tsv"], "a\n1\n2\n");

        foreach (
            var use in (Func<Task>[])
                [
                    () => TsvReader.ReadAsync(folder["users.tsv"], scanned, CancellationToken.None),
                    () => TsvReader.CopyAsync(folder["users.tsv"], scanned, Stream.Null, CancellationToken.None),
                ]
        )
        {
            var error = await Assert.ThrowsAsync<SnapshotSeedException>(use);
            TextAssert.Contains(error.Message, "users.tsv");
            Assert.True(error.IsNothingWritten);
        }
    }

    [Fact]
    public async Task Reads_a_file_whose_bytes_are_held_once()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder["users.tsv"], "a\n1\n2\n");
        var scanned = await TsvReader.ScanAsync(
            folder["users.tsv"],
            new ScanOptions(IsHeld: true),
            CancellationToken.None
        );
        File.Delete(folder["users.tsv"]);

        var rows = await TsvReader.ReadAsync(folder["users.tsv"], scanned, CancellationToken.None);
        using var copy = new MemoryStream();
        await TsvReader.CopyAsync(folder["users.tsv"], scanned, copy, CancellationToken.None);

        Assert.Equal("1 2", string.Join(' ', Assert.Single(rows.Values)));
        Assert.Equal("a\n1\n2\n", Encoding.UTF8.GetString(copy.ToArray()));
    }
}
