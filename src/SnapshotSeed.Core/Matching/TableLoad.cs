using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>How the rows of one file get into one table.</summary>
/// <param name="Table">The table in the target.</param>
/// <param name="Columns">The columns that get values, and from where.</param>
/// <param name="RowKey">The key that tells whether a row is there; null: the whole row, counted.</param>
/// <param name="IsStaged">Whether the file goes through a temporary table; else the rows travel as parameters.</param>
internal sealed record TableLoad(Table Table, ImmutableArray<LoadColumn> Columns, UniqueKey? RowKey, bool IsStaged)
{
    /// <summary>
    /// Where no key tells all rows apart, one that does for those that give all of its values; the others are compared whole.
    /// </summary>
    internal UniqueKey? PartialKey { get; init; }

    /// <summary>The key by which rows are told apart, all or some.</summary>
    internal UniqueKey? Key => RowKey ?? PartialKey;

    /// <summary>The file.</summary>
    internal SnapshotTable Source { get; init; } = null!;

    /// <summary>How many rows it has.</summary>
    internal long Rows => Source.Content.Rows;

    /// <summary>Whether these columns all get values.</summary>
    internal bool Holds(IEnumerable<string> columns) =>
        columns.All(name => Columns.Any(column => column.Target.Name == name));

    /// <summary>Which of the columns has that name.</summary>
    internal int IndexOf(string column) =>
        Columns.Select((load, i) => (load, i)).First(pair => pair.load.Target.Name == column).i;

    /// <summary>The key of a row of the file, as <c>id = 7</c>; null where the table has none.</summary>
    internal string? KeyOf(TsvRows rows, long place) =>
        Key is { } key && key.Columns.All(name => rows[name][place - 1] is not null || RowKey is not null)
            ? string.Join(", ", key.Columns.Select(name => $"{name} = {rows[name][place - 1]}"))
            : null;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Rows} rows of {Source.File} by {(Key is null ? "whole rows" : string.Join(", ", Key.Columns))}"
        + (PartialKey is null ? "" : ", those with NULL in these by whole rows");
}
