using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed;

/// <summary>How to load a snapshot. The defaults add what is missing and change nothing else.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The tables to load, by <c>table</c> or <c>schema.table</c>; empty (the default) means all of the snapshot.
    /// </summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>What becomes of rows that are there already. Default <see cref="ConflictMode.Skip"/>.</summary>
    public ConflictMode OnConflict { get; init; }

    /// <summary>What the values of generated ids are. Default <see cref="IdMode.Keep"/>.</summary>
    public IdMode Ids { get; init; }

    /// <summary>
    /// What stands for NULL, without quotes, in a folder without a manifest. Default <c>\N</c>; the empty text means an
    /// empty field. In a folder with a manifest it is always <c>\N</c>.
    /// </summary>
    public string Null { get; init; } = ReadingOptions.ExportedNull;

    /// <summary>What holds for single tables, by <c>table</c> or <c>schema.table</c>. Nothing by default.</summary>
    public NamedValues<TableImportOptions> TableOptions { get; init; } = [];

    /// <summary>
    /// Whether a failure stops the import and undoes all of it (false, the default), or only keeps out the table or cycle that
    /// it is about, and of one whose rows have no parents only these: see <see cref="ImportResult.Problems"/>.
    /// </summary>
    public bool KeepGoing { get; init; }

    /// <summary>What becomes of a snapshot whose schema is not the target's. Default <see cref="DriftMode.Refuse"/>.</summary>
    public DriftMode Drift { get; init; }

    /// <summary>
    /// What becomes of a snapshot that was taken at another migration than the target is at. Default <see
    /// cref="MigrationMode.Warn"/>.
    /// </summary>
    public MigrationMode Migration { get; init; }

    /// <summary>Has the target's migration tool take the target for migrated. Null, the default, does not.</summary>
    public MigrationStamp? Stamp { get; init; }

    /// <summary>Moves the snapshot's times. Null, the default, leaves them where they are.</summary>
    public TimeRebase? Rebase { get; init; }

    /// <summary>Columns whose times do not move, as <c>table.column</c> or <c>schema.table.column</c>. None by default.</summary>
    public ImmutableArray<string> RebaseExclude { get; init; } = [];

    /// <summary>
    /// The columns whose newest time counts, such as those of events where others hold times to come. Empty (the default):
    /// all that move.
    /// </summary>
    public ImmutableArray<string> RebaseNewest { get; init; } = [];

    /// <summary>
    /// Whether to empty the tables first: exactly those that are loaded, never by CASCADE. Default false. Refused where
    /// rows of another table reference them.
    /// </summary>
    public bool TruncateFirst { get; init; }

    /// <summary>
    /// Tables of migration tools beside those that are known, each with the column whose greatest value is its newest
    /// version: their rows belong to no snapshot. None by default.
    /// </summary>
    public NamedValues<string> MigrationTables { get; init; } = [];

    /// <summary>
    /// Names that stand for several tables, or for other groups, wherever tables are listed. None by default.
    /// </summary>
    public NamedValues<ImmutableArray<string>> Groups { get; init; } = [];

    /// <summary>
    /// Foreign keys that the database does not declare: what they reference is loaded first, and verification looks at
    /// them. None by default.
    /// </summary>
    public ImmutableArray<VirtualReference> References { get; init; } = [];

    /// <summary>
    /// Whether the users' own triggers on the loaded tables are switched off until the import ends, which only the tables'
    /// owner may; each is then as it was. Default false. Event triggers and those of foreign keys stay on.
    /// </summary>
    public bool TriggersOff { get; init; }

    /// <summary>
    /// Whether materialized views over loaded tables are refreshed within the same transaction, which their owner may.
    /// Default false: they are named.
    /// </summary>
    public bool RefreshViews { get; init; }

    /// <summary>
    /// The names of databases that may be written to although their names do not say that they are test databases. None by
    /// default.
    /// </summary>
    public ImmutableArray<string> AllowTargets { get; init; } = [];

    /// <summary>Receives diagnostics. Nobody by default.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Tells the present, to which times may be moved. By default the system's.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>What of this is about reading the folder.</summary>
    internal ReadingOptions Reading =>
        new()
        {
            Tables = Tables,
            Groups = Groups,
            Null = Null,
            KeepGoing = KeepGoing,
        };
}
