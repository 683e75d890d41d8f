using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary><c>NullsIn</c> has the line of each column's first NULL, or 0. Unless ended, the file may be cut.</summary>
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

    /// <summary>Without quotes.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    public ImmutableArray<long> NullCounts { get; init; } = [];

    public byte[]? Held { get; init; }

    public TsvRows? Kept { get; init; }

    /// <summary>Whether the values differ from those in the file.</summary>
    public bool IsChanged { get; init; }

    /// <summary>Whether every row gives a value for every column of a key.</summary>
    public bool GivesAll(UniqueKey key) =>
        key.Columns.All(name => Columns.IndexOf(name) is >= 0 and var place && NullsIn[place] == 0);

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
