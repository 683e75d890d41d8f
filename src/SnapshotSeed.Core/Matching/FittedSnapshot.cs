using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>A snapshot fitted to a target: to its schema, to a moment in time, and to its ids.</summary>
/// <param name="Files">The files as they were read.</param>
/// <param name="Tables">What of them can be loaded, or compared.</param>
internal sealed record FittedSnapshot(SnapshotFiles Files, ImmutableArray<FittedTable> Tables)
{
    /// <summary>The files of tables that were not asked for and that the target has.</summary>
    public ImmutableArray<TableFile> LeftOut { get; init; } = [];

    /// <summary>How the target's schema differs; null where the snapshot was not to be adapted to it.</summary>
    public ImmutableArray<SchemaDifference>? Differences { get; init; }

    /// <summary>How far its times move; null where they do not.</summary>
    public TimeShift? Shift { get; init; }

    /// <summary>The tables with labels for ids, each after those that its natural key needs.</summary>
    public ImmutableArray<AssignedTable> Assigned { get; init; } = [];

    /// <summary>Every table of the folder that the target may have.</summary>
    public IEnumerable<TableName> Names =>
        Tables.Select(table => table.File.Name).Concat(LeftOut.Select(file => file.Table));

    public static FittedSnapshot Of(SnapshotFiles files) =>
        new(files, [.. files.Tables.Select(file => new FittedTable(file))]) { LeftOut = files.LeftOut };
}
