using System.Collections.Immutable;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import.Plan;

/// <summary>What an import will do, decided before the first write.</summary>
internal sealed record LoadPlan(ImmutableArray<LoadOperation> Operations)
{
    public ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    public TimeShift? Shift { get; init; }

    public SnapshotPlan Planned =>
        new([
            .. Differences.Select(difference => new PlannedOperation("adapt", null, [difference.ToString()])),
            .. Shift is null ? [] : new[] { new PlannedOperation("shift", $"times by {Shift}", []) },
            .. Operations.Select(operation => operation.Planned),
        ]);

    internal ImmutableHashSet<TableName> LeftOut { get; init; } = [];

    internal bool HasManifest { get; init; } = true;

    internal StampedMigration? Stamped =>
        Operations.OfType<StampMigration>().FirstOrDefault() is { Stamp: var stamp }
            ? new(stamp.Table, stamp.Version, stamp.Entries.Length)
            {
                Replaced = stamp.Replaced,
                IsTableNew = stamp.IsTableMissing,
            }
            : null;

    /// <summary>In load order.</summary>
    public IEnumerable<TableLoad> Tables => Operations.OfType<InsertRows>().SelectMany(insert => insert.Tables);

    internal TableLoad this[TableName table] => Tables.First(load => load.Table.Name == table);

    public override string ToString() => Planned.ToString();
}
