using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Strict: a short row, bad quoting or invalid UTF-8 is an error that names the line.</summary>
internal static class TsvReader
{
    // By default CsvHelper repairs malformed input, skips empty lines and guesses the separator.
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = '\t',
        HasHeader = false, // It is read as the first record, to be checked like any other.
        SkipEmptyLines = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow, // CheckWidth tells both counts.
        MissingField = CsvMissingFieldHandling.Throw,
        IncludeValuesInExceptions = false,
        TrackLineNumbers = true,
    };

    /// <exception cref="SnapshotSeedException">The file is malformed.</exception>
    public static async Task<TsvContent> ScanAsync(
        string path,
        ScanOptions options,
        CancellationToken cancellationToken
    )
    {
        await using var file = Open(path);
        if (!options.IsHeld)
            return await ScanAsync(file, path, options, cancellationToken);
        var read = new byte[file.Length];
        await file.ReadExactlyAsync(read, cancellationToken);
        var held = options.Exported is { } sha256 && AsExported(read, sha256) is { } exported ? exported : read;
        await using var bytes = new MemoryStream(held, writable: false);
        return await ScanAsync(bytes, path, options, cancellationToken) with { Held = held };
    }

    /// <summary>Replaces CRLF by LF if the result has the given hash; otherwise returns null.</summary>
    private static byte[]? AsExported(byte[] bytes, string sha256)
    {
        if (bytes.AsSpan().IndexOf("\r\n"u8) < 0 || Sha256(bytes) == sha256)
            return null;
        var (unix, length) = (new byte[bytes.Length], 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '\r' || i + 1 == bytes.Length || bytes[i + 1] != '\n')
                unix[length++] = bytes[i];
        }

        Array.Resize(ref unix, length);
        return Sha256(unix) == sha256 ? unix : null;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<TsvContent> ScanAsync(
        Stream file,
        string path,
        ScanOptions options,
        CancellationToken cancellationToken
    )
    {
        using var sha = SHA256.Create();
        await using var hashed = new CryptoStream(file, sha, CryptoStreamMode.Read, leaveOpen: true);
        var (nulls, counts) = (Array.Empty<long>(), Array.Empty<long>());
        var rows = new TsvRowsBuilder(options.MostKept);
        var nullText = Encoding.UTF8.GetBytes(options.Null);
        var (columns, count) = await ReadRecordsAsync(
            hashed,
            path,
            names =>
            {
                (nulls, counts) = (new long[names.Length], new long[names.Length]);
                rows.Start(names.Length);
            },
            csv =>
            {
                if (rows.HasRoom)
                    rows.Add(csv.LineNumber);
                for (var i = 0; i < nulls.Length; i++)
                {
                    var isNull = IsNull(csv, i, nullText);
                    if (isNull && counts[i]++ == 0)
                        nulls[i] = csv.LineNumber;
                    if (rows.HasRoom)
                        Add(csv, i, isNull, rows.Columns[i]);
                }
            },
            cancellationToken
        );
        file.Seek(-1, SeekOrigin.End);
        var hash = Convert.ToHexStringLower(sha.Hash!);
        return new TsvContent(columns, count, file.Length, hash, [.. nulls], file.ReadByte() == '\n')
        {
            Null = options.Null,
            NullCounts = [.. counts],
            Kept = rows.ToRows(columns),
        };
    }

    /// <exception cref="SnapshotSeedException">The bytes were not kept, and the file has changed.</exception>
    public static async Task<TsvRows> ReadAsync(string path, TsvContent scanned, CancellationToken cancellationToken)
    {
        if (scanned.Kept is { } kept)
            return kept;
        await using var bytes = scanned.Held is { } held ? new MemoryStream(held, writable: false) : (Stream)Open(path);
        var options = new ScanOptions(MostKept: long.MaxValue) { Null = scanned.Null };
        var again = await ScanAsync(bytes, path, options, cancellationToken);
        return again.Sha256 == scanned.Sha256 ? again.Kept!.Of(scanned.Columns) : throw Changed(path);
    }

    /// <exception cref="SnapshotSeedException">The file has changed; what it is now was copied.</exception>
    public static async Task CopyAsync(
        string path,
        TsvContent scanned,
        Stream receive,
        CancellationToken cancellationToken
    )
    {
        if (scanned is { IsChanged: true, Kept: { } rows })
        {
            await TsvWriter.WriteAsync(rows, receive, cancellationToken);
            return;
        }

        if (scanned.Held is { } held)
        {
            await receive.WriteAsync(held, cancellationToken);
            return;
        }

        using var sha = SHA256.Create();
        await using var file = Open(path);
        var hashed = new CryptoStream(file, sha, CryptoStreamMode.Read);
        await using (hashed)
            await hashed.CopyToAsync(receive, cancellationToken);
        if (Convert.ToHexStringLower(sha.Hash!) != scanned.Sha256)
            throw Changed(path);
    }

    private static SnapshotSeedException Changed(string path) =>
        new($"{path} changed while it was read", "Run the import again.") { IsNothingWritten = true };

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
            // CsvHelper would convert it. COPY, which takes large files unchanged, would not.
            file.Dispose();
            throw Malformed(path, 1, "found UTF-16, expected UTF-8", null);
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
                throw Malformed(path, 1, "missing header line", null);
            CheckText(csv, path);

            // A table without columns has an empty header line, and its rows are empty lines.
            var columns = csv.RawRecord.IsEmpty
                ? []
                : Enumerable.Range(0, csv.FieldCount).Select(csv.GetString).ToImmutableArray();
            onHeader(columns);
            long rows = 0;
            while (await csv.ReadAsync(cancellationToken))
            {
                CheckText(csv, path);
                CheckWidth(csv, columns.Length, path);
                onRecord(csv);
                rows++;
            }

            return (columns, rows);
        }
        catch (CsvFormatException e)
        {
            throw Malformed(path, e.LineNumber, Quoting(e), e);
        }
    }

    /// <summary>Only the unquoted text means NULL. CsvHelper's own NullValues see the decoded value.</summary>
    private static bool IsNull(CsvReader csv, int field, byte[] nullText) =>
        csv.GetRawSpan(field).SequenceEqual(nullText);

    private static void Add(CsvReader csv, int field, bool isNull, TsvColumnBuilder values)
    {
        var bytes = csv.GetRawSpan(field);
        if (isNull)
            values.AddNull();
        else if (!values.TryAdd(bytes))
            values.Add(bytes, csv.GetString(field));
    }

    private static void CheckWidth(CsvReader csv, int columns, string path)
    {
        if (columns == 0 ? csv.RawRecord.Length > 0 : csv.FieldCount != columns)
            throw Malformed(
                path,
                csv.LineNumber,
                $"found {Counted.Of(csv.FieldCount, "field")}, expected {columns}",
                null
            );
    }

    private static void CheckText(CsvReader csv, string path)
    {
        if (!Utf8.IsValid(csv.RawRecord))
            throw Malformed(path, csv.LineNumber, "invalid UTF-8", null);
        if (csv.RawRecord.SequenceEqual("\\."u8))
            throw Malformed(path, csv.LineNumber, "unquoted \\., which ends the data of COPY", null);
        if (csv.RawRecord.Contains((byte)0))
            throw Malformed(path, csv.LineNumber, "NUL character, which PostgreSQL cannot store", null);
    }

    // CsvHelper describes the fault only in its message, such as "Malformed CSV in record 3 (line 3): a quoted field
    // that is never closed (byte offset 17)."
    private static string Quoting(CsvFormatException e)
    {
        var fault =
            e.Message.Contains("never closed", StringComparison.Ordinal) ? "unterminated quoted field"
            : e.Message.Contains("after the closing quote", StringComparison.Ordinal) ? "text after a closing quote"
            : e.Message.Contains("unquoted field", StringComparison.Ordinal) ? "quote inside an unquoted field"
            : "malformed field";
        return string.Create(CultureInfo.InvariantCulture, $"{fault} (byte {e.ByteOffset})");
    }

    private static SnapshotSeedException Malformed(string path, long line, string what, Exception? inner) =>
        new(
            $"{Path.GetFileName(path)}{(line > 0 ? $" line {line}" : "")}: {what}",
            "Separate fields with tabs. Quote a field that contains a tab, a quote or a line break. "
                + "Write \\N for NULL. Or restore the file from git.",
            innerException: inner
        );
}
