using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Results;

namespace SnapshotSeed.Options;

/// <summary>How to import a snapshot. The defaults insert missing rows and change nothing else.</summary>
public sealed record ImportOptions
{
    /// <summary>The text for NULL in the files of an exported snapshot.</summary>
    internal const string ExportedNull = "\\N";

    /// <summary>The tables to load, by name, pattern (<c>audit.*</c>) or group; empty (the default) means all.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>What happens to rows that exist already. Default <see cref="ConflictMode.Skip"/>.</summary>
    public ConflictMode OnConflict { get; init; }

    /// <summary>Whether ids in the files are kept or assigned. Default <see cref="IdMode.Keep"/>.</summary>
    public IdMode Ids { get; init; }

    /// <summary>
    /// The text for NULL, without quotes, in a folder without <c>snapshot.json</c>. Default <c>\N</c>; the empty text means
    /// an empty field. In a folder with <c>snapshot.json</c> it is always <c>\N</c>.
    /// </summary>
    public string Null { get; init; } = ExportedNull;

    /// <summary>What happens if the target's schema differs. Default <see cref="DriftMode.Refuse"/>.</summary>
    public DriftMode Drift { get; init; }

    /// <summary>What happens if the migrations differ. Default <see cref="MigrationMode.Warn"/>.</summary>
    public MigrationMode Migration { get; init; }

    /// <summary>Which migrations to record in the target. Null, the default, records none.</summary>
    public MigrationStamp? StampMigration { get; init; }

    /// <summary>How to shift the times of the snapshot. By default they stay.</summary>
    public TimeOptions Time { get; init; } = new();

    /// <summary>
    /// Options of single tables, by <c>table</c> or <c>schema.table</c>: <c>Tables = { ["tags"] = new() { Key = ["name"] }
    /// }</c>. They are copied, and sorted by name. None by default.
    /// </summary>
    public IDictionary<string, TableImportOptions> Tables
    {
        get;
        init => field = new ByTable<TableImportOptions>(value);
    } = new ByTable<TableImportOptions>();

    /// <summary>
    /// Whether to load what can be loaded and report the rest in <see cref="ImportResult.Problems"/>. Default false: a
    /// failure undoes the whole import.
    /// </summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// Whether to empty the loaded tables first, never by CASCADE. Default false. Refused if rows of other tables reference
    /// them.
    /// </summary>
    public bool TruncateFirst { get; init; }

    /// <summary>
    /// What a verification wants of the rows. Null, the default: <see cref="Expectation.Present"/> for a folder without
    /// <c>snapshot.json</c> where rows that exist are skipped, so that later changes by others are no failure; else <see
    /// cref="Expectation.Equal"/>.
    /// </summary>
    public Expectation? Expect { get; init; }

    /// <summary>
    /// Whether user triggers of the loaded tables fire. Default true. False disables them during the import, which needs
    /// the owner of the tables; event triggers and triggers of foreign keys still fire.
    /// </summary>
    public bool Triggers { get; init; } = true;

    /// <summary>
    /// Whether to refresh materialized views over the loaded tables within the same transaction, which needs their owner.
    /// Default false: <see cref="ImportResult.StaleViews"/> lists them.
    /// </summary>
    public bool RefreshViews { get; init; }

    /// <summary>
    /// Databases that may be written although their name has no part like test, dev, ci or local. None by default.
    /// </summary>
    public ImmutableArray<string> AllowTargets { get; init; } = [];

    /// <summary>
    /// Foreign keys that the database does not declare. Their parent rows are loaded first, and a verification checks them.
    /// None by default.
    /// </summary>
    public ImmutableArray<Reference> References { get; init; } = [];

    /// <summary>Names for several tables or other groups, in lists of tables. None by default.</summary>
    public IDictionary<string, ImmutableArray<string>> Groups
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Tables of migration tools that SnapshotSeed does not know, each with its version column, whose greatest value is the
    /// newest version. None by default.
    /// </summary>
    public IDictionary<string, string> MigrationTables
    {
        get;
        init => field = new ByTable<string>(value);
    } = new ByTable<string>();

    /// <summary>Receives diagnostics. None by default.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Tells the present, for <see cref="TimeRebase.Now"/>. By default the system's clock.</summary>
    public TimeProvider? Clock { get; init; }
}
