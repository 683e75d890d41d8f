using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

/// <summary>Files as they were read, checked without a database; in load order, where there is a manifest.</summary>
internal sealed record SnapshotFiles(ImmutableArray<SnapshotTable> Tables)
{
    /// <summary>The files of tables that were not asked for, which are not read.</summary>
    public ImmutableArray<TableFile> LeftOut { get; init; } = [];

    /// <summary>
    /// The files that could not be read, where the others are to be, and the tables that were asked for and have none.
    /// </summary>
    public ImmutableArray<RowProblem> Unreadable { get; init; } = [];

    /// <summary>Whether no single tables were asked for.</summary>
    public bool AreAll { get; init; } = true;

    public IEnumerable<TableName> Names =>
        Tables
            .Select(table => table.Name)
            .Concat(LeftOut.Select(file => file.Table))
            .Concat(Unreadable.Select(problem => problem.Name));

    public bool HasManifest { get; init; } = true;

    public string Null { get; init; } = ImportOptions.ExportedNull;

    public MigrationVersion? Migration { get; init; }

    /// <summary>The oldest first.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>Of sequences that feed no column.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];
}
