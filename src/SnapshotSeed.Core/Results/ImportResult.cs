using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>The result of an import.</summary>
/// <param name="Database">The name of the target database.</param>
/// <param name="Tables">The imported tables in load order.</param>
/// <param name="Verification">The verification after the import; null if none was requested.</param>
public sealed record ImportResult(
    string Database,
    ImmutableArray<ImportedTable> Tables,
    VerificationReport? Verification = null
)
{
    /// <summary>
    /// Warnings as sentences, such as another migration, edited files, rows that differ, or sequences that the role may
    /// not advance.
    /// </summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>
    /// The materialized views over tables with new rows, and those over loaded tables that were never populated; empty
    /// if they were refreshed.
    /// </summary>
    public ImmutableArray<string> StaleViews => [.. Stale.Select(view => view.ToString())];

    /// <summary>How long the import took, from reading the files to the commit.</summary>
    public TimeSpan Elapsed { get; init; }

    internal ImmutableArray<TableName> Stale { get; init; } = [];

    /// <summary>
    /// Why rows were not loaded under <see cref="ImportOptions.KeepGoing"/>; empty if all rows were loaded.
    /// </summary>
    public ImmutableArray<RowProblem> Problems { get; init; } = [];

    internal ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    internal TimeShift? Shift { get; init; }

    /// <summary>Compares a database with the folder as the import read it.</summary>
    internal Func<NpgsqlConnection, CancellationToken, Task<VerificationReport>> CompareAsync { get; init; } =
        (_, _) => throw new InvalidOperationException("Nothing has been imported.");

    internal StampedMigration? Stamped { get; init; }

    /// <summary>The report of the tool, with settings by the names of their properties.</summary>
    public override string ToString() => new ReportText(option => option.InLibrary).Import(this);
}
