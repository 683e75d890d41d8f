using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Results;

/// <summary>What an import has done, table by table in load order.</summary>
/// <param name="Database">The target database's name.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Verification">The verification after the import, where one was asked for.</param>
public sealed record ImportResult(
    string Database,
    ImmutableArray<ImportedTable> Tables,
    VerificationReport? Verification = null
)
{
    /// <summary>
    /// What a reader should know: another migration, files that were edited, rows that differ and were left alone, sequences that
    /// may not be moved.
    /// </summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>
    /// The materialized views over tables with new rows, which do not show them; none where they were refreshed.
    /// </summary>
    public ImmutableArray<string> StaleViews => [.. Stale.Select(view => view.ToString())];

    internal ImmutableArray<TableName> Stale { get; init; } = [];

    /// <summary>
    /// What kept rows out, where the import was to keep going: see <see cref="ImportOptions.KeepGoing"/>. None where all went
    /// well.
    /// </summary>
    public ImmutableArray<RowProblem> Problems { get; init; } = [];

    /// <summary>How the target's schema differs from the snapshot's, where the import adapted to it.</summary>
    internal ImmutableArray<SchemaDifference> Differences => Snapshot.Differences ?? [];

    /// <summary>How far the snapshot's times were moved; null where they were not.</summary>
    internal TimeShift? Shift => Snapshot.Shift;

    /// <summary>What the target was stamped with; null where it was not.</summary>
    internal StampedMigration? Stamped { get; init; }

    /// <summary>The folder as it was read.</summary>
    internal SnapshotFiles Snapshot { get; init; } = new([]);

    /// <summary>How it was loaded.</summary>
    internal ImportOptions Options { get; init; } = new();

    /// <summary>The report of the tool, with settings by the names of their properties.</summary>
    public override string ToString() => new ReportText(option => option.InLibrary).Import(this);
}
