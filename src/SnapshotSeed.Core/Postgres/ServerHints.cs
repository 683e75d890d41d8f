using Npgsql;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Postgres;

internal static class ServerHints
{
    private const string LockTableSize = "max_locks_per_transaction";

    private const string IdleInTransactionTimeout = "25P03";
    private const string TransactionTimeout = "25P04";

    /// <summary>Empty if nothing is known to help.</summary>
    public static MessageTemplate Of(StatementException e) =>
        e.SqlState switch
        {
            PostgresErrorCodes.InsufficientPrivilege => "Grant this privilege to the role.",
            PostgresErrorCodes.ReadOnlySqlTransaction =>
                "The target is a standby, or default_transaction_read_only is on for this role or database. Import as a role "
                    + "that may write.",
            PostgresErrorCodes.SerializationFailure =>
                "The standby canceled the statement to apply changes of its primary. Raise max_standby_streaming_delay or set "
                    + "hot_standby_feedback on the standby, or export from the primary.",
            PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable =>
                "Another session holds locks on these tables. Run the command again when it is done.",
            PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
                $"Correct the value, or skip the table with {Setting.Exclude}.",
            PostgresErrorCodes.QueryCanceled =>
                "A statement_timeout or an administrator ended the statement. Raise the timeout for this role, or run the "
                    + "command again.",
            IdleInTransactionTimeout or TransactionTimeout or PostgresErrorCodes.IdleSessionTimeout =>
                "A timeout of the server ended the session. Raise idle_in_transaction_session_timeout, transaction_timeout or "
                    + "idle_session_timeout for this role.",
            PostgresErrorCodes.ConfigurationLimitExceeded =>
                "Raise the named server limit for this role, or take fewer rows.",
            PostgresErrorCodes.DiskFull => "The disk of the server is full. Free space and run the command again.",
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                "The server ended the session. Run the command again.",
            PostgresErrorCodes.OutOfMemory
                when e.Error.Hint?.Contains(LockTableSize, StringComparison.Ordinal) == true =>
                $"The lock table of the server is full: a transaction locks every table with its indexes. Raise "
                    + $"{LockTableSize} on the server (its default is 64) and restart it.",
            PostgresErrorCodes.OutOfMemory => "The server ran out of memory. Free some and run the command again.",
            PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable when e.Function is not null =>
                $"Function {e.Function} needs something outside its search_path, which is the role's own here. Set one in the "
                    + $"function (ALTER FUNCTION … SET search_path = …) or in the URL (?options=-c%20search_path%3D…).",
            _ when e.Function is { } function =>
                $"If function {function} is a trigger of the target, the owner of the tables can use "
                    + $"{Setting.Triggers.As("off")}; or the export can use {Setting.Exclude}.",
            // Class 58 is what the system refused the server, XX is what the server did not expect.
            _ => (MessageTemplate)(e.SqlState[..2] is "58" or "XX" ? "See the server log." : ""),
        };
}
