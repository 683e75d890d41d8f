using System.Net.Sockets;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

internal sealed record ConnectionFailure(string Host, string Reason, string Hint, Exception Cause)
{
    public static ConnectionFailure Of(string host, Exception cause)
    {
        var (reason, hint) = Explain(cause);
        return new ConnectionFailure(host, reason, hint, cause);
    }

    public static ToolException Join(DatabaseAddress address, IReadOnlyList<ConnectionFailure> failures) =>
        failures is [var only]
            ? new ToolException(
                $"cannot connect to the {address.Role} database {address}: {only.Reason}",
                only.Hint,
                innerException: only.Cause
            )
            : new ToolException(
                $"cannot connect to the {address.Role} database "
                    + $"{address}{string.Concat(failures.Select(failure => $"\n  - {failure.Host}: {failure.Reason}"))}",
                string.Join(' ', failures.Select(failure => failure.Hint).Distinct(StringComparer.Ordinal)),
                innerException: failures[0].Cause
            );

    private static (string Reason, string Hint) Explain(Exception e) =>
        e switch
        {
            { InnerException: ToolException told } => (told.Message, told.Hint),
            ToolException told => (told.Message, told.Hint),
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } => (
                "wrong password",
                "Check user and password in the URL, PGPASSWORD or ~/.pgpass."
            ),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => (
                "the database does not exist",
                "Check the name after the last / of the URL, or create the database."
            ),
            PostgresException { SqlState: PostgresErrorCodes.InvalidAuthorizationSpecification } p => (
                p.MessageText,
                "Check the user's name and the server's pg_hba.conf."
            ),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } p => (
                p.MessageText,
                "Run again when a session has ended, or raise the server's max_connections, or the CONNECTION "
                    + "LIMIT of role or database."
            ),
            PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } p => (
                p.MessageText,
                "The server is starting or stopping: try again in a moment."
            ),
            PostgresException p
                when p.MessageText.StartsWith("unsupported startup parameter", StringComparison.Ordinal) => (
                $"{p.MessageText} (SQLSTATE {p.SqlState})",
                "A pooler refuses what URL, PGOPTIONS or PGTZ set for the session: leave it out, or name it in "
                    + "the pooler's ignore_startup_parameters."
            ),
            PostgresException p => ($"{p.MessageText} (SQLSTATE {p.SqlState})", "See the server log."),
            _ when TlsFailure.Explain(e) is { } ofTls => ofTls,
            { InnerException: SocketException or TimeoutException or IOException }
            or SocketException
            or TimeoutException => (
                (e.InnerException ?? e).Message,
                "Is the server running, and are host and port of the URL right?"
            ),
            _ => (e.Message, "Check the URL."),
        };
}
