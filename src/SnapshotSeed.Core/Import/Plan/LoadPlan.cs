using System.Collections.Immutable;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import.Plan;

/// <summary>What an import will do, decided before the first write.</summary>
/// <param name="Operations">The operations, in order.</param>
internal sealed record LoadPlan(ImmutableArray<LoadOperation> Operations)
{
    /// <summary>How the target's schema differs, where the import adapts to it.</summary>
    public ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    /// <summary>How far the snapshot's times move; null where they do not.</summary>
    public TimeShift? Shift { get; init; }

    /// <summary>The plan as callers see it: what the snapshot is adapted to, and the operations.</summary>
    public SnapshotPlan Planned =>
        new([
            .. Differences.Select(difference => new PlannedOperation("adapt", null, [difference.ToString()])),
            .. Shift is null ? [] : new[] { new PlannedOperation("shift", $"times by {Shift}", []) },
            .. Operations.Select(operation => operation.Planned),
        ]);

    /// <summary>The tables of the snapshot that are not to be loaded.</summary>
    internal ImmutableHashSet<TableName> LeftOut { get; init; } = [];

    /// <summary>Whether the snapshot has a manifest.</summary>
    internal bool HasManifest { get; init; } = true;

    /// <summary>What the target's migration tool is told; null where it is told nothing.</summary>
    internal StampedMigration? Stamped =>
        Operations.OfType<StampMigration>().FirstOrDefault() is { Stamp: var stamp }
            ? new(stamp.Table, stamp.Version, stamp.Entries.Length)
            : null;

    /// <summary>Every table that is loaded, in load order.</summary>
    public IEnumerable<TableLoad> Tables => Operations.OfType<InsertRows>().SelectMany(insert => insert.Tables);

    /// <summary>How a table is loaded.</summary>
    internal TableLoad this[TableName table] => Tables.First(load => load.Table.Name == table);

    /// <summary>The plan as text, a step a line.</summary>
    public override string ToString() => Planned.ToString();
}
