using Microsoft.Extensions.Logging;
using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>What is logged beside <see cref="Events"/>. No message carries a password or a row's values.</summary>
internal static partial class Log
{
    [LoggerMessage(LogLevel.Debug, "{Table}: {Rows} written")]
    public static partial void Wrote(ILogger logger, TableName table, string rows);

    [LoggerMessage(LogLevel.Information, "Migration history is kept in snapshot.json, not as rows: {Tables}")]
    public static partial void LeftOut(ILogger logger, string tables);

    [LoggerMessage(
        LogLevel.Warning,
        "{Key}: {Rows} without a parent row in the source; a target that enforces {Name} rejects them"
    )]
    public static partial void Dangling(ILogger logger, string rows, string key, string name);

    [LoggerMessage(
        LogLevel.Warning,
        "{Tables}: a chain of rows still grows after {Rounds} rounds; the tables may have fewer rows than their limit"
    )]
    public static partial void StoppedFilling(ILogger logger, string tables, int rounds);

    [LoggerMessage(
        LogLevel.Warning,
        "{Tables}: the first rows have more than {Rows} parent rows, the most that are looked up; rows that need others are "
            + "not chosen"
    )]
    public static partial void StoppedLooking(ILogger logger, string tables, int rows);

    [LoggerMessage(
        LogLevel.Warning,
        "{Key}: no index of {Table} begins with ({Columns}); child rows are searched among the first rows or by a scan"
    )]
    public static partial void NoIndex(ILogger logger, string key, TableName table, string columns);

    [LoggerMessage(
        LogLevel.Warning,
        "{Table}: excluded column {Column} is NOT NULL without a default; a target has to allow NULL or have a default"
    )]
    public static partial void SkippedWithoutDefault(ILogger logger, TableName table, string column);

    [LoggerMessage(
        LogLevel.Warning,
        "{Key}: {Table} belongs to an extension, so its rows are not exported; a target needs the referenced rows"
    )]
    public static partial void IntoExtension(ILogger logger, string key, TableName table);

    [LoggerMessage(
        LogLevel.Warning,
        "{Table}: not exported, since the role cannot read all of it; the table belongs to an extension and may hold rows of "
            + "users"
    )]
    public static partial void UnreadOfExtension(ILogger logger, TableName table);

    [LoggerMessage(LogLevel.Warning, "{Tables}: failed, and left out")]
    public static partial void Failed(ILogger logger, string tables);

    [LoggerMessage(
        LogLevel.Warning,
        "{Table}: the rows of {Heir}, which inherits from it, are not exported, though SELECT finds them in {Table}"
    )]
    public static partial void HeirLeftOut(ILogger logger, TableName table, TableName heir);

    [LoggerMessage(
        LogLevel.Warning,
        "{Table}: the large objects of {Column} are not exported ({Count}); a target has none or others of these ids"
    )]
    public static partial void LargeObjects(ILogger logger, TableName table, string column, string count);

    [LoggerMessage(LogLevel.Warning, "{Table}: partitions with rows that have none in the snapshot: {Partitions}")]
    public static partial void UnseenPartitions(ILogger logger, TableName table, string partitions);

    [LoggerMessage(LogLevel.Debug, "Candidates of {Table} bring {Rows} of {Child} along")]
    public static partial void Children(ILogger logger, string rows, TableName child, TableName table);

    [LoggerMessage(
        LogLevel.Warning,
        "The standby canceled the export to apply changes of its primary; starting again, attempt {Attempt}"
    )]
    public static partial void StandbyConflict(ILogger logger, int attempt);

    [LoggerMessage(
        LogLevel.Warning,
        "{Tables}: emptied or rewritten during the export, which hides rows from it; starting again, attempt {Attempt}"
    )]
    public static partial void Rewritten(ILogger logger, string tables, int attempt);

    [LoggerMessage(
        LogLevel.Information,
        "{Table}: {Column} was {Old} in the snapshot's source and is {New} here, which holds the same values"
    )]
    public static partial void Widened(ILogger logger, TableName table, string column, string old, string @new);

    [LoggerMessage(LogLevel.Information, "Another import into this database is running; waiting for its end")]
    public static partial void Waiting(ILogger logger);

    [LoggerMessage(
        LogLevel.Information,
        "{File} was edited after it was exported; it is loaded as it is now, with {Rows} rows ({ManifestRows} "
            + "were exported)"
    )]
    public static partial void Edited(ILogger logger, string file, long rows, long manifestRows);

    [LoggerMessage(LogLevel.Warning, "{File}: edited, last line has no line end; check that the file is complete")]
    public static partial void Unended(ILogger logger, string file);

    [LoggerMessage(LogLevel.Warning, "The snapshot is at migration {Snapshot}, the target is at {Target}")]
    public static partial void OtherMigration(ILogger logger, string snapshot, string target);

    [LoggerMessage(LogLevel.Warning, "{Table}: rows are identified by shifted times; another shift inserts them again")]
    public static partial void MovedKey(ILogger logger, TableName table);

    [LoggerMessage(LogLevel.Information, "{Table}: recorded {Entries} migrations, up to {Version}")]
    public static partial void Stamped(ILogger logger, TableName table, int entries, string version);

    [LoggerMessage(LogLevel.Information, "{Table}: migration {Version} replaced {Old}")]
    public static partial void Replaced(ILogger logger, TableName table, string version, string old);

    [LoggerMessage(LogLevel.Warning, "The snapshot is at migration {Snapshot}, the target has no migration history")]
    public static partial void NoMigration(ILogger logger, string snapshot);

    [LoggerMessage(LogLevel.Information, "{Table}: rows rejected; retrying after the other tables")]
    public static partial void Postponed(ILogger logger, TableName table);

    [LoggerMessage(LogLevel.Debug, "Operation: {Operation}")]
    public static partial void Operation(ILogger logger, string operation);

    [LoggerMessage(LogLevel.Debug, "{Component}: loaded")]
    public static partial void Loaded(ILogger logger, string component);

    [LoggerMessage(
        LogLevel.Warning,
        "Sequence {Sequence} of {Table}.{Column}: this role cannot advance it; inserts fail if it is behind. "
            + "Grant UPDATE and SELECT on it"
    )]
    public static partial void CannotMove(ILogger logger, TableName sequence, TableName table, string column);

    [LoggerMessage(
        LogLevel.Warning,
        "Sequence {Sequence}: this role cannot advance it to its value in the source. Grant UPDATE and SELECT on it"
    )]
    public static partial void CannotMoveLoose(ILogger logger, TableName sequence);

    [LoggerMessage(
        LogLevel.Warning,
        "Sequence {Sequence} is not advanced: {Table}.{Column} holds other values than its numbers. "
            + "Set it with setval if inserts fail"
    )]
    public static partial void NotNumbered(ILogger logger, TableName sequence, TableName table, string column);

    [LoggerMessage(
        LogLevel.Information,
        "Sequences without a column are not advanced, since the snapshot does not hold their values: {Sequences}"
    )]
    public static partial void LooseSequences(ILogger logger, string sequences);

    [LoggerMessage(
        LogLevel.Warning,
        "{Table}: a trigger of the target changed or deleted {Rows} inserted rows. The table has no key to find them by, "
            + "so the next import inserts them again"
    )]
    public static partial void ChangedWithoutKey(ILogger logger, TableName table, long rows);
}
