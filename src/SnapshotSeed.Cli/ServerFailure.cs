using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

internal static class ServerFailure
{
    public const string NothingChanged = "Nothing was changed.";

    /// <summary>Null for an exception of another origin.</summary>
    public static Failure? Explain(Exception exception, string standing, Func<NamedOption, string> nameOf) =>
        exception switch
        {
            StatementException e => Of(e.Message, ServerHints.Of(e).ToString(nameOf), standing),
            PostgresException e => Explain(new StatementException(e), standing, nameOf),
            NpgsqlException e => Of(
                $"the connection was lost: {(e.InnerException ?? e).Message}",
                "Check the server, then run the command again.",
                standing
            ),
            IOException or UnauthorizedAccessException => Of(
                exception.Message,
                "Check the path, its permissions and the free space.",
                standing
            ),
            _ => null,
        };

    private static Failure Of(string message, string hint, string standing) =>
        new(message, hint, standing, ExitCode.Failed);
}
