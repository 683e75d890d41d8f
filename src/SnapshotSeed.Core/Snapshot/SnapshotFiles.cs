using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

/// <summary>A snapshot folder, checked as far as it can be without a database.</summary>
/// <param name="Tables">Its tables; in load order, where there is a manifest.</param>
internal sealed record SnapshotFiles(ImmutableArray<SnapshotTable> Tables)
{
    /// <summary>The files of tables that were not asked for, which are not read.</summary>
    public ImmutableArray<TableFile> LeftOut { get; init; } = [];

    /// <summary>The files that could not be read, where the others are to be.</summary>
    public ImmutableArray<RowProblem> Unreadable { get; init; } = [];

    /// <summary>How the rows of tables compare with the target's, where that was found out on the way.</summary>
    public IReadOnlyDictionary<TableName, RowMatch> Matches { get; init; } = new Dictionary<TableName, RowMatch>();

    /// <summary>Rows that stay out because their labels lead nowhere.</summary>
    public ImmutableArray<RowProblem> LeftOutRows { get; init; } = [];

    /// <summary>How the target's schema differs, where the tables are as far as they fit it; null where nothing was adapted.</summary>
    public ImmutableArray<SchemaDifference>? Differences { get; init; }

    /// <summary>Its migration beside the target's, once that is known.</summary>
    public MigrationComparison? Comparison { get; init; }

    /// <summary>How far its times move; null where they do not.</summary>
    public TimeShift? Shift { get; init; }

    /// <summary>Every table of the folder.</summary>
    public IEnumerable<TableName> Names =>
        Tables.Select(table => table.Name).Concat(LeftOut.Select(file => file.Table));

    /// <summary>Whether it has a manifest.</summary>
    public bool HasManifest { get; init; } = true;

    /// <summary>Whether ids of the target have taken the place of labels.</summary>
    public bool HasIds { get; init; }

    /// <summary>The same with some tables left out.</summary>
    public SnapshotFiles Without(IEnumerable<TableName> tables)
    {
        var left = tables.ToHashSet();
        var files = Tables
            .Where(table => left.Contains(table.Name))
            .Select(table => new TableFile(table.Name, table.Path, table.Manifest));
        return this with
        {
            Tables = Tables.RemoveAll(table => left.Contains(table.Name)),
            LeftOut = [.. LeftOut, .. files],
        };
    }

    /// <summary>What stands for NULL in its files.</summary>
    public string Null { get; init; } = ImportOptions.ExportedNull;

    /// <summary>The migration version of the source, where the manifest tells one.</summary>
    public MigrationVersion? Migration { get; init; }

    /// <summary>What the manifest tells of every migration of the source, the oldest first.</summary>
    public ImmutableArray<MigrationEntry> Migrations { get; init; } = [];

    /// <summary>Where sequences that feed no column stood, where the manifest tells any.</summary>
    public ImmutableArray<ManifestSequence> Sequences { get; init; } = [];
}
