using Npgsql;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Cli;

/// <summary>What the server or the network did to us, in plain words.</summary>
internal static class ServerFailure
{
    private const string LockTableSize = "max_locks_per_transaction";

    private const string IdleInTransactionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";

    private const string TriggersOff =
        "A trigger of the target meets rows that it does not expect. The tables' owner can switch triggers off for the "
        + "import (--triggers off), or the export leaves the table out (--exclude).";

    private const string SearchPath =
        "The function looks for something that is not on its search_path, which is the role's own here. Set one in the "
        + "function (ALTER FUNCTION … SET search_path = …), or connect with ?options=-c%20search_path%3D… in the URL.";

    public const string NothingChanged = "Nothing was changed.";

    /// <summary>Message and next step, or null for an exception that is none of theirs.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="standing">What had been done by then.</param>
    public static (string Message, string Hint)? Explain(Exception exception, string standing = NothingChanged) =>
        exception switch
        {
            StatementException e => ($"the server refused: {e.Message}", $"{Hint(e)} {standing}".TrimStart()),
            PostgresException e => Explain(new StatementException(e), standing),
            NpgsqlException e => (
                $"the connection was lost: {(e.InnerException ?? e).Message}",
                $"{standing} Check the server, then run the command again."
            ),
            IOException or UnauthorizedAccessException => (
                exception.Message,
                $"Check the path, its permissions and the free space. {standing}"
            ),
            _ => null,
        };

    private static string Hint(StatementException e) =>
        e.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege => "Grant the role the privilege named.",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                "The target is a standby, or default_transaction_read_only is on there for this role or "
                    + "database; import as a role that may write.",
            PostgresErrorCodes.SerializationFailure =>
                "The standby cancelled it to apply its primary's changes. Raise max_standby_streaming_delay or "
                    + "set hot_standby_feedback there, or export from the primary.",
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
                "Another session holds locks on these tables; run the command again when it is done.",
            PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
                "Correct the value, or leave the table out.",
            PostgresErrorCodes.QueryCanceled =>
                "A statement_timeout or an administrator ended the statement: raise the timeout for this role, "
                    + "or run the command again.",
            IdleInTransactionTimeout or TransactionTimeout or PostgresErrorCodes.IdleSessionTimeout =>
                "A timeout of the server ended the session: raise idle_in_transaction_session_timeout, "
                    + "transaction_timeout or idle_session_timeout for this role.",
            PostgresErrorCodes.ConfigurationLimitExceeded =>
                "A limit of the server does not suffice: raise the one named for this role, or take fewer rows.",
            PostgresErrorCodes.DiskFull => "The server's disk is full; free space and run again.",
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                "The server ended the session; run the command again.",
            PostgresErrorCodes.OutOfMemory
                when e.Error.Hint?.Contains(LockTableSize, StringComparison.Ordinal) == true =>
                $"The server's table of locks is full: one transaction locks every table with its indexes. Raise "
                    + $"{LockTableSize} on the server (its default is 64) and restart it.",
            PostgresErrorCodes.OutOfMemory => "The server ran out of memory; free some and run again.",
            PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable when e.Function is not null =>
                SearchPath,
            _ => (e.Function is null ? null : TriggersOff)
                ?? (IsOfTheServer(e) ? "The server itself failed: its log says why." : ""),
        };

    /// <summary>Class 58 is what the system refused the server, XX is what the server did not expect.</summary>
    private static bool IsOfTheServer(StatementException e) => e.SqlState[..2] is "58" or "XX";
}
