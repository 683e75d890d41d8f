using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Results;

namespace SnapshotSeed.Options;

/// <summary>How to load a snapshot. The defaults add what is missing and change nothing else.</summary>
public sealed record ImportOptions
{
    /// <summary>What stands for NULL in the files of an exported snapshot.</summary>
    internal const string ExportedNull = "\\N";

    /// <summary>
    /// The tables to load, by <c>table</c> or <c>schema.table</c>; empty (the default) means all of the snapshot.
    /// </summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>What becomes of rows that are there already. Default <see cref="ConflictMode.Skip"/>.</summary>
    public ConflictMode OnConflict { get; init; }

    /// <summary>
    /// Whether the values of generated ids are labels of rows, any text: a row that the target holds under its natural key
    /// keeps its id there, another one gets a new one from the database, and what references the label follows. Default
    /// false: they are the ids themselves.
    /// </summary>
    public bool AssignIds { get; init; }

    /// <summary>
    /// What stands for NULL, without quotes, in a folder without a manifest. Default <c>\N</c>; the empty text means an
    /// empty field. In a folder with a manifest it is always <c>\N</c>.
    /// </summary>
    public string Null { get; init; } = ExportedNull;

    /// <summary>
    /// What becomes of rows of single tables that are there already, by <c>table</c> or <c>schema.table</c>; for others
    /// <see cref="OnConflict"/> holds. None by default.
    /// </summary>
    public IDictionary<string, ConflictMode> TableConflicts
    {
        get;
        init => field = new ByTable<ConflictMode>(value);
    } = new ByTable<ConflictMode>();

    /// <summary>
    /// Whether single tables have labels for ids, by <c>table</c> or <c>schema.table</c>; for others <see cref="AssignIds"/>
    /// holds. None by default.
    /// </summary>
    public IDictionary<string, bool> TableAssignIds
    {
        get;
        init => field = new ByTable<bool>(value);
    } = new ByTable<bool>();

    /// <summary>
    /// The columns that tell rows of single tables apart, by <c>table</c> or <c>schema.table</c>, whether or not a constraint
    /// does; NULL equals NULL where none does. None by default: a table's own key.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> TableKeys
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Whether a failure stops the import and undoes all of it (false, the default), or only keeps out the table or cycle that
    /// it is about, and of one whose rows have no parents only these: see <see cref="ImportResult.Problems"/>.
    /// </summary>
    public bool KeepGoing { get; init; }

    /// <summary>
    /// Whether a snapshot is fitted to a target of another schema: tables and columns that the target lacks are left out, and
    /// values of a column whose type changed are cast, unless that would lose anything of one. A column that the target
    /// needs is refused all the same. Default false: what does not fit is an error; a type that holds the same values fits.
    /// </summary>
    public bool Adapt { get; init; }

    /// <summary>
    /// What becomes of a snapshot that was taken at another migration than the target is at. Default <see
    /// cref="MigrationMode.Warn"/>.
    /// </summary>
    public MigrationMode Migration { get; init; }

    /// <summary>
    /// Whether the target's migration tool shall take the target for migrated: its table is made where it is missing, and what
    /// the snapshot tells of the migrations is written, as the tool would have. Default false.
    /// </summary>
    public bool Stamp { get; init; }

    /// <summary>The same with the version to be at; null (the default) is the snapshot's.</summary>
    public string? StampVersion { get; init; }

    /// <summary>
    /// Moves every time of the snapshot by one amount, so that the newest becomes this moment and what lay two days before it
    /// still does. Columns of types timestamp, timestamptz and date move, ranges and one-dimensional arrays of them as
    /// well; dates by whole days. <c>infinity</c> and the year 9999, which stands for it, stay. Null, the default, moves
    /// none.
    /// </summary>
    public DateTimeOffset? RebaseTo { get; init; }

    /// <summary>The same to the present, where <see cref="RebaseTo"/> names no moment. Default false.</summary>
    public bool RebaseToNow { get; init; }

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
    public IDictionary<string, string> MigrationTables
    {
        get;
        init => field = new ByTable<string>(value);
    } = new ByTable<string>();

    /// <summary>
    /// Names that stand for several tables, or for other groups, wherever tables are listed. None by default.
    /// </summary>
    public IDictionary<string, ImmutableArray<string>> Groups
    {
        get;
        init => field = new ByTable<ImmutableArray<string>>(value);
    } = new ByTable<ImmutableArray<string>>();

    /// <summary>
    /// Foreign keys that the database does not declare, as <see cref="ExportOptions.References"/> says them: what they
    /// reference is loaded first, and verification looks at them. None by default.
    /// </summary>
    public ImmutableArray<(string From, string To, string? Where)> References { get; init; } = [];

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

    /// <summary>Whether one of both says so.</summary>
    internal bool IsStamping => Stamp || StampVersion is not null;

    /// <summary>Where times move to; null where they stay.</summary>
    internal TimeRebase? Rebase
    {
        get => RebaseToNow || RebaseTo is not null ? new(RebaseTo) : null;
        init => (RebaseTo, RebaseToNow) = (value?.Moment, value is { Moment: null });
    }
}
