using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>A snapshot fitted to a target: to its schema, to a moment in time, and to its ids.</summary>
internal sealed record FittedSnapshot(SnapshotFiles Files, ImmutableArray<FittedTable> Tables)
{
    /// <summary>The files of tables that were not asked for and that the target has.</summary>
    public ImmutableArray<TableFile> LeftOut { get; init; } = [];

    /// <summary>Null where the snapshot was not to be adapted to the target.</summary>
    public ImmutableArray<SchemaDifference>? Differences { get; init; }

    public TimeShift? Shift { get; init; }

    /// <summary>Each after those that its natural key needs.</summary>
    public ImmutableArray<AssignedTable> Assigned { get; init; } = [];

    public IEnumerable<TableName> Names =>
        Tables.Select(table => table.File.Name).Concat(LeftOut.Select(file => file.Table));

    public static FittedSnapshot Of(SnapshotFiles files) =>
        new(files, [.. files.Tables.Select(file => new FittedTable(file))]) { LeftOut = files.LeftOut };
}
