using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Unicode;
using CsvHelper;

namespace SnapshotSeed.Snapshots;

/// <summary>What one pass over a TSV file finds without keeping its values.</summary>
/// <param name="Columns">The header.</param>
/// <param name="Rows">Records below the header.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="NullsIn">For each column the line of its first NULL, or 0.</param>
/// <param name="IsEnded">Whether its last line ends; if not, it may have been cut.</param>
internal sealed record TsvSummary(
    ImmutableArray<string> Columns,
    long Rows,
    long Bytes,
    string Sha256,
    ImmutableArray<long> NullsIn,
    bool IsEnded = true
);

/// <summary>
/// The values of a TSV file, column by column as PostgreSQL's unnest takes them, and the line on which each row starts.
/// </summary>
internal sealed record TsvRows(ImmutableArray<string> Columns, string?[][] Values, long[] Lines)
{
    public int Count => Lines.Length;

    public TsvRows In(Range range) =>
        this with
        {
            Values = [.. Values.Select(values => values[range])],
            Lines = Lines[range],
        };
}

/// <summary>
/// Reads TSV files, strictly: a short row, bad quoting or bad UTF-8 is an error that names the line, never repaired.
/// </summary>
internal static class TsvReader
{
    // CsvHelper's own defaults repair malformed input, skip empty lines and guess the separator; every one of these is
    // wanted.
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = '\t',
        HasHeader = false, // It is read as the first record, to be checked like any other.
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        MissingField = CsvMissingFieldHandling.Throw,
        IncludeValuesInExceptions = false,
        TrackLineNumbers = true,
    };

    public static async Task<TsvSummary> ScanAsync(string path, CancellationToken cancellationToken)
    {
        using var sha = SHA256.Create();
        await using var file = Open(path);
        await using var hashed = new CryptoStream(file, sha, CryptoStreamMode.Read);
        long[] nulls = [];
        var (columns, rows) = await ReadRecordsAsync(
            hashed,
            path,
            names => nulls = new long[names.Length],
            csv =>
            {
                for (var i = 0; i < nulls.Length; i++)
                {
                    if (nulls[i] == 0 && IsNull(csv, i))
                        nulls[i] = csv.LineNumber;
                }
            },
            cancellationToken
        );
        file.Seek(-1, SeekOrigin.End);
        return new TsvSummary(
            columns,
            rows,
            file.Length,
            Convert.ToHexStringLower(sha.Hash!),
            [.. nulls],
            file.ReadByte() == '\n'
        );
    }

    /// <summary>Reads the values of a file that was scanned before.</summary>
    /// <exception cref="SnapshotSeedException">It is no longer the same file, or malformed.</exception>
    public static async Task<TsvRows> ReadAsync(string path, TsvSummary scanned, CancellationToken cancellationToken)
    {
        var rowCount = scanned.Rows;
        using var sha = SHA256.Create();
        await using var file = Open(path);
        await using var hashed = new CryptoStream(file, sha, CryptoStreamMode.Read);
        string?[][] values = [];
        var lines = new long[rowCount];
        var row = 0;
        var (columns, _) = await ReadRecordsAsync(
            hashed,
            path,
            names => values = [.. names.Select(_ => new string?[rowCount])],
            csv =>
            {
                if (row == rowCount)
                    throw Changed(path);
                for (var i = 0; i < values.Length; i++)
                    values[i][row] = IsNull(csv, i) ? null : csv.GetString(i);
                lines[row++] = csv.LineNumber;
            },
            cancellationToken
        );
        return Convert.ToHexStringLower(sha.Hash!) == scanned.Sha256
            ? new TsvRows(columns, values, lines)
            : throw Changed(path);
    }

    /// <summary>Hands a file that was scanned before to <paramref name="receive"/> as it is.</summary>
    /// <exception cref="SnapshotSeedException">
    /// It is no longer the same file; its bytes have been handed on by then.
    /// </exception>
    public static async Task CopyAsync(
        string path,
        TsvSummary scanned,
        Stream receive,
        CancellationToken cancellationToken
    )
    {
        using var sha = SHA256.Create();
        await using var file = Open(path);
        await using (var hashed = new CryptoStream(file, sha, CryptoStreamMode.Read))
            await hashed.CopyToAsync(receive, cancellationToken);
        if (Convert.ToHexStringLower(sha.Hash!) != scanned.Sha256)
            throw Changed(path);
    }

    private static SnapshotSeedException Changed(string path) =>
        new($"{path} changed while it was read", "Run the import again. Nothing was written.");

    private static FileStream Open(string path)
    {
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 1,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
        Span<byte> start = stackalloc byte[2];
        if (file.Read(start) == 2 && start is [0xFF, 0xFE] or [0xFE, 0xFF])
        {
            // CsvHelper would transcode it; COPY, which takes large files as they are, would not.
            file.Dispose();
            throw Malformed(path, 1, "UTF-16, where UTF-8 is expected", null);
        }

        file.Position = 0;
        return file;
    }

    private static async Task<(ImmutableArray<string> Columns, long Rows)> ReadRecordsAsync(
        Stream stream,
        string path,
        Action<ImmutableArray<string>> onHeader,
        Action<CsvReader> onRecord,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvReader.Create(stream, Options, leaveOpen: true);
        try
        {
            if (!await csv.ReadAsync(cancellationToken))
                throw Malformed(path, 1, "no header line", null);
            CheckText(csv, path);

            // An empty header line is that of a table without columns, whose rows are empty lines.
            var columns = csv.RawRecord.IsEmpty
                ? []
                : Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToImmutableArray();
            onHeader(columns);
            long rows = 0;
            while (await csv.ReadAsync(cancellationToken))
            {
                CheckText(csv, path);
                if (columns.IsEmpty ? csv.RawRecord.Length > 0 : csv.FieldCount != columns.Length)
                    throw Malformed(
                        path,
                        csv.LineNumber,
                        $"{csv.FieldCount} fields where the header has {columns.Length}",
                        null
                    );
                onRecord(csv);
                rows++;
            }

            return (columns, rows);
        }
        catch (CsvFormatException e)
        {
            throw Malformed(path, e.LineNumber, e.Message, e);
        }
    }

    /// <summary>
    /// NULL is the bare marker: a quoted "\N" is text. CsvHelper's own NullValues look at the decoded value and cannot
    /// tell.
    /// </summary>
    private static bool IsNull(CsvReader csv, int field) => csv.GetRawSpan(field).SequenceEqual("\\N"u8);

    private static void CheckText(CsvReader csv, string path)
    {
        if (!Utf8.IsValid(csv.RawRecord))
            throw Malformed(path, csv.LineNumber, "bytes that are not UTF-8", null);
        if (csv.RawRecord.SequenceEqual("\\."u8))
            throw Malformed(
                path,
                csv.LineNumber,
                "a bare \\., which ends the data for COPY (the text is \"\\.\", in quotes)",
                null
            );
        if (csv.RawRecord.Contains((byte)0))
            throw Malformed(path, csv.LineNumber, "a NUL character, which PostgreSQL's text cannot hold", null);
    }

    private static SnapshotSeedException Malformed(string path, long line, string what, Exception? inner) =>
        new(
            $"{Path.GetFileName(path)}{(line > 0 ? $" line {line}" : "")}: {what}",
            "Correct the line: tab-separated fields, a field with a tab, quote or line break in double quotes, \\N for NULL; or restore the file from git.",
            innerException: inner
        );
}
