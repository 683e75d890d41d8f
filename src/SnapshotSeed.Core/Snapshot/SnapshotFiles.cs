using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

/// <summary>The files of a snapshot folder as they were read, checked as far as they can be without a database.</summary>
/// <param name="Tables">Its tables; in load order, where there is a manifest.</param>
internal sealed record SnapshotFiles(ImmutableArray<SnapshotTable> Tables)
{
    /// <summary>The files of tables that were not asked for, which are not read.</summary>
    public ImmutableArray<TableFile> LeftOut { get; init; } = [];

    /// <summary>The files that could not be read, where the others are to be.</summary>
    public ImmutableArray<RowProblem> Unreadable { get; init; } = [];

    /// <summary>Every table of the folder.</summary>
    public IEnumerable<TableName> Names =>
        Tables.Select(table => table.Name).Concat(LeftOut.Select(file => file.Table));

    public bool HasManifest { get; init; } = true;

    /// <summary>What stands for NULL in its files.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    /// <summary>The migration version of the source, where the manifest tells one.</summary>
    public MigrationVersion? Migration { get; init; }

    /// <summary>What the manifest tells of every migration of the source, the oldest first.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>Where sequences that feed no column stood in the source, where the manifest tells any.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];
}
