using System.Text;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Core.Tests.Snapshot;

/// <summary>TSV files of one test: written by the product or by hand, always named users.tsv.</summary>
internal static class Tsv
{
    /// <summary>Records without a NULL; the writer writes the values of a row as it writes those of a header.</summary>
    public static async Task<byte[]> WriteAsync(params IEnumerable<string>[] records)
    {
        var stream = new MemoryStream();
        await using (var tsv = new TsvWriter(stream))
        {
            foreach (var record in records)
                await tsv.WriteHeaderAsync(record, CancellationToken.None);
        }

        return stream.ToArray();
    }

    public static Task<TsvContent> ScanAsync(string text) => ScanAsync(Encoding.UTF8.GetBytes(text));

    public static Task<TsvContent> ScanAsync(byte[] bytes) =>
        WithFileAsync(bytes, path => TsvReader.ScanAsync(path, new ScanOptions(), CancellationToken.None));

    public static Task<TsvRows> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    public static Task<TsvRows> ReadAsync(byte[] bytes) =>
        WithFileAsync(
            bytes,
            async path =>
                await TsvReader.ReadAsync(
                    path,
                    await TsvReader.ScanAsync(path, new ScanOptions(), CancellationToken.None),
                    CancellationToken.None
                )
        );

    private static async Task<T> WithFileAsync<T>(byte[] bytes, Func<string, Task<T>> use)
    {
        using var folder = new TemporaryDirectory();
        var path = folder["users.tsv"];
        await File.WriteAllBytesAsync(path, bytes);
        return await use(path);
    }
}
