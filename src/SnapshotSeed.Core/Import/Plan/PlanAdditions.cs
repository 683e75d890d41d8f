using System.Collections.Immutable;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan;

/// <summary>What a plan needs beside snapshot, catalog and options: answers of the server, and further files.</summary>
internal sealed record PlanAdditions
{
    public StampMigration? Stamp { get; init; }

    /// <summary>Over loaded tables, each after those that it reads.</summary>
    public ImmutableArray<TableName> Views { get; init; } = [];

    /// <summary>The files that are not loaded, but define labels which loaded rows hold.</summary>
    public ImmutableArray<TableLoad> LabelFiles { get; init; } = [];
}
