using System.Text;

namespace SnapshotSeed.Core.Tests.Snapshots;

public sealed class MalformedTsv
{
    [Theory]
    [InlineData("a\tb\n1\t2\n1\n", 3, "1 fields")]
    [InlineData("a\tb\n1\t2\n\n", 3, "1 fields")]
    [InlineData("a\tb\n1\t2\t3\n", 2, "3 fields")]
    [InlineData("a\tb\n\"x\ny\"\t1\n1\n", 4, "1 fields")]
    [InlineData("a\tb\n1\t2\n\"3\t4\n5\t6\n", 3, "never closed")]
    [InlineData("a\tb\n1\t2\"\n", 2, "a quote inside")]
    [InlineData("a\tb\n\"1\"x\t2\n", 2, "after the closing quote")]
    [InlineData("\"a\tb\n1\t2\n", 1, "never closed")]
    [InlineData("a\tb\n1\t\0\n", 2, "NUL")]
    [InlineData("a\0\tb\n1\t2\n", 1, "NUL")]
    [InlineData("a\nx\n\\.\ny\n", 3, "ends the data for COPY")]
    [InlineData("\n\nx\n", 3, "1 fields where the header has 0")]
    public async Task Is_refused_by_file_and_line(string text, int line, string what)
    {
        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => Tsv.ScanAsync(text));

        Assert.StartsWith($"users.tsv line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Failed, error.Kind);
    }

    [Theory]
    [InlineData("61 0A 31 0A FF 0A", 3)]
    [InlineData("61 0A C3 0A", 2)]
    [InlineData("61 0A ED A0 80 0A", 2)]
    [InlineData("61 0A C0 80 0A", 2)]
    [InlineData("67 72 F6 DF 65 0A 31 0A", 1)]
    public async Task Bytes_that_are_not_UTF_8_are_refused_by_file_and_line(string bytes, int line)
    {
        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tsv.ScanAsync(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)))
        );

        Assert.Equal($"users.tsv line {line}: bytes that are not UTF-8", error.Message);
    }

    [Fact]
    public async Task UTF_16_is_refused() =>
        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tsv.ScanAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a\tb\n1\t2\n")])
        );

    [Fact]
    public async Task Values_of_the_row_are_not_shown()
    {
        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => Tsv.ScanAsync("a\tb\nsecret\n"));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
