using System.Net.Sockets;
using Npgsql;
using SnapshotSeed.Cli;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Failures
{
    [Theory]
    [InlineData(
        "23505",
        "duplicate key value violates unique constraint \"users_pkey\"",
        "duplicate key value violates unique constraint \"users_pkey\" (error 23505)"
    )]
    [InlineData(
        "22P02",
        "invalid input syntax for type integer: \"hunter2\"",
        "PostgreSQL refused a value (error 22P02)"
    )]
    [InlineData(
        "22P05",
        "character with byte sequence 0x68 in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\"",
        "a character cannot be converted between the database's encoding and UTF-8 (error 22P05)"
    )]
    [InlineData("42501", "permission denied for table users", "permission denied for table users (error 42501)")]
    public void Of_the_server_are_told_without_values_of_rows(string sqlState, string message, string expected)
    {
        var error = new PostgresException(
            message,
            "ERROR",
            "ERROR",
            sqlState,
            detail: "Key (email)=(hunter2) already exists."
        );

        Assert.Equal(expected, new StatementException(error).Message);
        Assert.Equal($"the server refused: {expected}", ServerFailure.Explain(error)?.Message);
    }

    [Fact]
    public void Of_a_value_name_its_constraint() =>
        Assert.Equal(
            "PostgreSQL refused a value (error 22001) (constraint short)",
            new StatementException(
                new PostgresException("value too long: hunter2", "ERROR", "ERROR", "22001", constraintName: "short")
            ).Message
        );

    [Fact]
    public void Of_a_trigger_name_its_function_and_nothing_else_of_the_context() =>
        Assert.Equal(
            "we are closed (error P0001, raised in function audit.\"check (all)\"(integer, text))",
            new StatementException(
                new PostgresException(
                    "we are closed",
                    "ERROR",
                    "ERROR",
                    "P0001",
                    where: """
                    PL/pgSQL function inner_check() line 3 at RAISE
                    SQL statement "SELECT inner_check('hunter2')"
                    PL/pgSQL function audit."check (all)"(integer, text) line 1 at PERFORM
                    COPY stage, line 1: "hunter2"
                    """
                )
            ).Message
        );

    [Theory]
    [InlineData("42501", "Grant the role the privilege named.")]
    [InlineData("25006", "default_transaction_read_only")]
    [InlineData("22P05", "Correct the value")]
    [InlineData("40001", "hot_standby_feedback")]
    [InlineData("40001", "max_standby_streaming_delay")]
    [InlineData("40P01", "Another session holds locks")]
    [InlineData("55P03", "Another session holds locks")]
    [InlineData("57014", "statement_timeout")]
    [InlineData(
        "57014",
        "an administrator ended the statement: raise the timeout for this role, or run the command again"
    )]
    [InlineData("25P03", "raise idle_in_transaction_session_timeout")]
    [InlineData("25P04", "transaction_timeout")]
    [InlineData("57P05", "idle_session_timeout")]
    [InlineData("53400", "raise the one named for this role")]
    [InlineData("53100", "disk is full")]
    [InlineData("57P01", "ended the session")]
    [InlineData("53200", "ran out of memory")]
    [InlineData("58030", "its log says why")]
    [InlineData("XX000", "its log says why")]
    [InlineData("XX000", "Nothing was changed.")]
    public void Of_the_server_come_with_the_next_step(string sqlState, string hint) =>
        Assert.Contains(
            hint,
            ServerFailure.Explain(new PostgresException("x", "ERROR", "ERROR", sqlState))?.Hint,
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_the_network_tell_their_cause() =>
        Assert.StartsWith(
            "the connection was lost: ",
            ServerFailure
                .Explain(new NpgsqlException("Exception while reading from stream", new SocketException(104)))
                ?.Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_the_file_system_are_told() =>
        Assert.Equal("no space", ServerFailure.Explain(new IOException("no space"))?.Message);

    [Fact]
    public void Of_the_program_are_not_explained_away() =>
        Assert.Null(ServerFailure.Explain(new InvalidOperationException("bug")));

    [Fact]
    public void Say_what_had_been_done()
    {
        const string standing = "The import was completed.";
        Exception[] all =
        [
            new PostgresException("x", "ERROR", "ERROR", "57014"),
            new PostgresException("x", "ERROR", "ERROR", "XX000"),
            new NpgsqlException("x"),
            new IOException("x"),
        ];

        Assert.All(
            all,
            e => Assert.Contains(standing, Failure.Of(e, isCancelled: false, standing).Hint, StringComparison.Ordinal)
        );
        Assert.All(
            all,
            e =>
                Assert.DoesNotContain(
                    "Nothing was changed",
                    Failure.Of(e, isCancelled: false, standing).Hint,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            all,
            e => Assert.Equal(new Failure("cancelled", standing, 130), Failure.Of(e, isCancelled: true, standing))
        );
    }

    [Fact]
    public void Of_a_later_part_say_what_stands_of_the_parts_before()
    {
        const string standing = "The export was completed. The target is as it was.";
        var error = new SnapshotSeedException("x", "Correct the lines.") { IsNothingWritten = true };

        Assert.Equal($"Correct the lines. {standing}", Failure.Of(error, isCancelled: false, standing).Hint);
        Assert.Equal($"Correct the lines. {standing}", Failure.Of(error, isCancelled: true, standing).Hint);
        Assert.Equal(error.Hint, Failure.Of(error, isCancelled: false, ServerFailure.NothingChanged).Hint);
    }

    [Fact]
    public void Have_their_exit_code()
    {
        Assert.Equal(1, Failure.Of(new SnapshotSeedException("x", "y"), isCancelled: false, "").ExitCode);
        Assert.Equal(
            2,
            Failure.Of(new SnapshotSeedException("x", "y", FailureKind.WrongUsage), isCancelled: false, "").ExitCode
        );
        Assert.Equal(
            new Failure("cancelled: x", "y", 130),
            Failure.Of(new SnapshotSeedException("x", "y"), isCancelled: true, ServerFailure.NothingChanged)
        );
        Assert.Equal(1, Failure.Of(new InvalidOperationException("a value"), isCancelled: false, "").ExitCode);
        Assert.DoesNotContain(
            "a value",
            Failure.Of(new InvalidOperationException("a value"), isCancelled: false, "").Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Show_control_characters_without_having_the_terminal_obey_them()
    {
        using var errors = new StringWriter { NewLine = "\n" };

        Failure
            .Of(
                new SnapshotSeedException("two problems\n  - table \u001b[2J\n  - a\tb", "y"),
                isCancelled: false,
                ServerFailure.NothingChanged
            )
            .WriteTo(errors);

        Assert.Equal("error: two problems\n  - table \\u001b[2J\n  - a\\tb\nhint: y\n", errors.ToString());
    }

    [Fact]
    public void Decide_the_exit_code_of_a_verification()
    {
        Assert.Equal(0, ExitCode.Of(null));
        Assert.Equal(0, ExitCode.Of(SampleResults.Verified));
        Assert.Equal(3, ExitCode.Of(SampleResults.Different));
    }
}
