using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>The result of reading a TSV file once.</summary>
/// <param name="Columns">The header.</param>
/// <param name="Rows">The records below the header.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="NullsIn">For each column the line of its first NULL, or 0.</param>
/// <param name="IsEnded">Whether the last line has a line end. If not, the file may have been cut.</param>
internal sealed record TsvContent(
    ImmutableArray<string> Columns,
    long Rows,
    long Bytes,
    string Sha256,
    ImmutableArray<long> NullsIn,
    bool IsEnded = true
)
{
    /// <summary>All columns of the file; <see cref="Columns"/> are the wanted ones.</summary>
    public ImmutableArray<string> Header { get; init; } = Columns;

    /// <summary>The text for NULL, without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    /// <summary>The number of NULLs in each column.</summary>
    public ImmutableArray<long> NullCounts { get; init; } = [];

    /// <summary>The bytes of the file, if they were kept.</summary>
    public byte[]? Held { get; init; }

    /// <summary>The values, if they were kept.</summary>
    public TsvRows? Kept { get; init; }

    /// <summary>Whether the values differ from those in the file.</summary>
    public bool IsChanged { get; init; }

    public TsvContent Without(IReadOnlySet<string> columns)
    {
        var places = Enumerable.Range(0, Columns.Length).Where(i => !columns.Contains(Columns[i])).ToList();
        return this with
        {
            Columns = [.. places.Select(i => Columns[i])],
            NullsIn = [.. places.Select(i => NullsIn[i])],
            NullCounts = NullCounts.IsEmpty ? [] : [.. places.Select(i => NullCounts[i])],
            Kept = Kept?.Of(places.Select(i => Columns[i])),
        };
    }

    public TsvContent With(TsvRows rows) =>
        this with
        {
            Null = ImportOptions.ExportedNull,
            Held = null,
            Header = rows.Columns,
            Rows = rows.Count,
            Kept = rows,
            IsChanged = true,
            NullsIn =
            [
                .. rows.Values.Select(values => Array.IndexOf(values, null) is >= 0 and var i ? rows.Lines[i] : 0),
            ],
            NullCounts = [.. rows.Values.Select(values => values.LongCount(value => value is null))],
        };
}
