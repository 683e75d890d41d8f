using System.Text;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class MalformedTsv
{
    [Theory]
    [InlineData("a\tb\n1\t2\n1\n", 3)]
    [InlineData("a\tb\n1\t2\n\n", 3)]
    [InlineData("a\tb\n1\t2\t3\n", 2)]
    [InlineData("a\tb\n\"x\ny\"\t1\n1\n", 4)]
    [InlineData("a\tb\n1\t2\n\"3\t4\n5\t6\n", 3)]
    [InlineData("a\tb\n1\t2\"\n", 2)]
    [InlineData("a\tb\n\"1\"x\t2\n", 2)]
    [InlineData("\"a\tb\n1\t2\n", 1)]
    [InlineData("a\tb\n1\t\0\n", 2)]
    [InlineData("a\0\tb\n1\t2\n", 1)]
    [InlineData("a\nx\n\\.\ny\n", 3)]
    [InlineData("\n\nx\n", 3)]
    public async Task Is_refused_by_file_and_line(string text, int line)
    {
        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() => Tsv.ScanAsync(text));

        TextAssert.Contains(error.Message, $"users.tsv line {line}");
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

        TextAssert.Contains(error.Message, $"users.tsv line {line}", "UTF-8");
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
