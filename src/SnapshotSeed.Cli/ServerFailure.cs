using Npgsql;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>What the server, the network or the file system did, in plain words.</summary>
internal static class ServerFailure
{
    public const string NothingChanged = "Nothing was changed.";

    /// <summary>The failure, or null for an exception of another origin.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="standing">What is complete.</param>
    /// <param name="nameOf">Names an option as users of the tool know it.</param>
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
