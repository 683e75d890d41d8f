using CsvHelper;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>
/// Writes TSV: RFC 4180 quoting, tab, LF, UTF-8 without BOM, with a header. NULL is an unquoted <c>\N</c>. The value
/// <c>\N</c> is quoted, and so is <c>\.</c>, which would end the data of COPY.
/// </summary>
internal sealed class TsvWriter(Stream stream, int mostCharacters = TsvWriter.MostCharacters) : IAsyncDisposable
{
    // CsvHelper counts three bytes for each character in 32 bits. Of a longer field it would write the first 65,000
    // characters without an error.
    private const int MostCharacters = int.MaxValue / 3;

    private static readonly CsvWriterOptions Options = new()
    {
        Separator = '\t',
        NewLine = "\n",
        NullValue = "\\N",
    };

    private readonly CsvWriter csv = CsvWriter.Create(stream, Options, leaveOpen: true);

    public static async Task WriteAsync(TsvRows rows, Stream stream, CancellationToken cancellationToken)
    {
        await using var tsv = new TsvWriter(stream);
        await tsv.WriteHeaderAsync(rows.Columns, cancellationToken);
        var row = new string?[rows.Columns.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var column = 0; column < row.Length; column++)
                row[column] = rows.Values[column][i];
            await tsv.WriteRowAsync(row, cancellationToken);
        }
    }

    public async Task WriteHeaderAsync(IEnumerable<string> columns, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var column in columns)
        {
            // At the start of a file, readers drop U+FEFF as a byte order mark. After a quote it is a character.
            if (count++ == 0 && column.StartsWith('\uFEFF'))
                csv.WriteField(column, CsvQuoting.Always);
            else
                WriteField(column);
        }

        await EndRecordAsync(count, cancellationToken);
    }

    public async Task WriteRowAsync(string?[] values, CancellationToken cancellationToken)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i]?.Length > mostCharacters)
                throw new FieldTooLongException(i, mostCharacters);
            WriteField(values[i]);
        }

        await EndRecordAsync(values.Length, cancellationToken);
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();

    /// <summary>Rows without columns are empty lines, for COPY too. CsvHelper refuses an empty record.</summary>
    private async Task EndRecordAsync(int fields, CancellationToken cancellationToken)
    {
        if (fields > 0)
            await csv.EndRecordAsync(cancellationToken);
        else
            await stream.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    private void WriteField(string? value)
    {
        if (value is "\\N" or "\\.")
            csv.WriteField(value, CsvQuoting.Always);
        else
            csv.WriteField(value);
    }
}
