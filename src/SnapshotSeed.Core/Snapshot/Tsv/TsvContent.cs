using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>What one pass over a TSV file finds.</summary>
/// <param name="Columns">The header.</param>
/// <param name="Rows">Records below the header.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="Sha256">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="NullsIn">For each column the line of its first NULL, or 0.</param>
/// <param name="IsEnded">Whether its last line ends; if not, it may have been cut.</param>
internal sealed record TsvContent(
    ImmutableArray<string> Columns,
    long Rows,
    long Bytes,
    string Sha256,
    ImmutableArray<long> NullsIn,
    bool IsEnded = true
)
{
    /// <summary>The columns of the file itself; <see cref="Columns"/> are those of them that are wanted.</summary>
    public ImmutableArray<string> Header { get; init; } = Columns;

    /// <summary>What stands for NULL, without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    /// <summary>For each column how many NULLs it has.</summary>
    public ImmutableArray<long> NullCounts { get; init; } = [];

    /// <summary>The file's bytes, where they were kept.</summary>
    public byte[]? Held { get; init; }

    /// <summary>The values, where they were kept.</summary>
    public TsvRows? Kept { get; init; }

    /// <summary>Whether the values are no longer those of the file.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The same with some columns passed over.</summary>
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

    /// <summary>The same with other values in its place.</summary>
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
