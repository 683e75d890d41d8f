using System.Collections.Immutable;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan;

/// <summary><c>Resolve</c> runs before anything is written, <c>Draw</c> before the first row is inserted.</summary>
internal sealed record IdOperations(
    ImmutableArray<LoadOperation> Resolve,
    ImmutableArray<LoadOperation> Draw,
    ImmutableHashSet<TableName> Resolved,
    ImmutableHashSet<TableName> Matched
)
{
    // Wider rows are left to MatchRows.
    private const int MostColumnsCompared = 500;

    /// <summary>The sequences that are ahead of their tables before the first row is inserted.</summary>
    public IEnumerable<Sequence> Advanced => Draw.OfType<AdvanceSequences>().SelectMany(advance => advance.Sequences);

    /// <summary>Rows can be matched if they stay as they are until their turn comes.</summary>
    public static IdOperations Of(
        IEnumerable<AssignedTable> assigned,
        IReadOnlyDictionary<TableName, TableLoad> loads,
        IEnumerable<TableLoad> labelFiles,
        bool canMatch
    )
    {
        var files = loads.Values.Concat(labelFiles).ToDictionary(load => load.Table.Name);
        ImmutableArray<IdLookup> lookups =
        [
            .. assigned
                .Where(table => table.IsReferenced && files.ContainsKey(table.Table.Name))
                .Select(table => Lookup(table, files[table.Table.Name], loads.ContainsKey(table.Table.Name), canMatch))
                .Where(lookup => lookup.Load.Key is { } key && lookup.Load.Holds([lookup.Id, .. key.Columns])),
        ];
        ImmutableArray<TableLoad> labelled =
        [
            .. loads
                .Values.Where(load => load.Columns.Any(column => column.Conversion is { Labels.IsEmpty: false }))
                .OrderBy(load => load.Table.Name),
        ];
        ImmutableArray<IdLookup> drawn = [.. lookups.Where(lookup => lookup.IsLoaded)];
        ImmutableArray<Sequence> sequences =
        [
            .. assigned
                .Where(table => !table.IsReferenced && loads.ContainsKey(table.Table.Name))
                .SelectMany(table => ColumnSequences.Of(table.Table)),
        ];
        return new(
            [
                .. Where(!lookups.IsEmpty, new ResolveIds(lookups)),
                .. Where(!lookups.IsEmpty || !labelled.IsEmpty, new CheckLabels(labelled, [.. loads.Keys])),
            ],
            [
                .. Where(!drawn.IsEmpty, new DrawIds(drawn)),
                .. Where(!sequences.IsEmpty, new AdvanceSequences(sequences)),
            ],
            [.. lookups.Select(lookup => lookup.Load.Table.Name)],
            [.. lookups.Where(lookup => lookup.Matches).Select(lookup => lookup.Load.Table.Name)]
        );
    }

    /// <summary>The database gives ids that nothing references; others go behind columns read before them.</summary>
    public static TableLoad Arranged(TableLoad load, IEnumerable<AssignedTable> assigned)
    {
        if (assigned.FirstOrDefault(table => table.Table.Name == load.Table.Name) is not { } own)
            return load;
        var columns = load.Columns.ToLookup(column => column.Conversion is { IsId: true });
        return load with { Columns = [.. columns[false], .. own.IsReferenced ? columns[true] : []] };
    }

    private static IdLookup Lookup(AssignedTable table, TableLoad load, bool isLoaded, bool canMatch) =>
        new(load, table.Id)
        {
            IsLoaded = isLoaded,
            Matches =
                isLoaded
                && canMatch
                && table.ComesAfterAllLabels
                && load.RowKey is { IsDeclared: true }
                && load.Columns.Length <= MostColumnsCompared,
        };

    private static IEnumerable<LoadOperation> Where(bool condition, LoadOperation operation) =>
        condition ? [operation] : [];
}
