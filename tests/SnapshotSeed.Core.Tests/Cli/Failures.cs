using System.Net.Sockets;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class Failures
{
    private static readonly (string SqlState, string Message)[] OfTheServer =
    [
        ("23505", "duplicate key value violates unique constraint \"users_pkey\""),
        ("22P02", "invalid input syntax for type integer: \"hunter2\""),
        ("22P05", "character with byte sequence 0x68 in encoding \"UTF8\" has no equivalent in encoding \"LATIN1\""),
        ("42501", "permission denied for table users"),
        ("25006", "cannot execute INSERT in a read-only transaction"),
        ("40001", "canceling statement due to conflict with recovery"),
        ("40P01", "deadlock detected"),
        ("55P03", "canceling statement due to lock timeout"),
        ("57014", "canceling statement due to statement timeout"),
        ("25P03", "terminating connection due to idle-in-transaction timeout"),
        ("25P04", "terminating connection due to transaction timeout"),
        ("57P05", "terminating connection due to idle-session timeout"),
        ("53400", "temporary file size exceeds temp_file_limit (1kB)"),
        ("53100", "could not extend file: No space left on device"),
        ("57P01", "terminating connection due to administrator command"),
        ("57P02", "terminating connection because of crash of another server process"),
        ("53200", "out of memory"),
        ("58030", "could not read file"),
        ("XX000", "what nobody expects"),
        ("42P01", "relation \"users\" does not exist"),
    ];

    [Fact]
    public void Are_told_as_approved()
    {
        const string done = "The export was completed.";
        var said = new FailureTranscript(isOfTheTool: true);
        foreach (var (sqlState, message) in OfTheServer)
            said.Of($"the server, {sqlState}", Server(sqlState, message));
        said.Of(
                "the server, of its table of locks",
                new PostgresException(
                    "out of shared memory",
                    "ERROR",
                    "ERROR",
                    "53200",
                    hint: "You might need to increase \"max_locks_per_transaction\"."
                )
            )
            .Of("the server, of a table", new StatementException(Server("23505", "as it says"), "users", false))
            .Of("the server, of a value with a constraint", new StatementException(OfAConstraint))
            .Of("a trigger", new StatementException(OfATrigger))
            .Of("the network", new NpgsqlException("Exception while reading", new SocketException(104)))
            .Of("the file system", new IOException("No space left on device"))
            .Of("a defect", new InvalidOperationException("a value"))
            .Text("the user, who had it cancelled", Told(Failure.Of(new IOException("x"), isCancelled: true, done)))
            .Text("something that was wrong when the user had it cancelled", Told(Failure.Of(Wrong, true, done)))
            .Text("something that was wrong in a later part", Told(Failure.Of(Wrong, isCancelled: false, done)))
            .Text("anything after an export", ExportVerb.Exported)
            .Text("anything after an import", ImportVerb.Imported)
            .Text("anything after the export of a refresh", RefreshVerb.Exported)
            .Text("anything after the import of a refresh", RefreshVerb.Imported);

        Approval.Verify(said.ToString(), "failures");
    }

    [Fact]
    public void Of_the_server_are_told_without_values_of_rows()
    {
        foreach (var (sqlState, message) in OfTheServer)
        {
            var error = new PostgresException(
                message,
                "ERROR",
                "ERROR",
                sqlState,
                detail: "Key (email)=(hunter2) already exists."
            );
            var told = Failure.Of(error, isCancelled: false, ServerFailure.NothingChanged);

            TextAssert.Contains(told.Message, sqlState);
            TextAssert.DoesNotContain(told.Message + told.Hint, "hunter2", "0x68");
        }
    }

    [Fact]
    public void Of_a_value_name_its_constraint()
    {
        var message = new StatementException(OfAConstraint).Message;

        TextAssert.Contains(message, "22001", "short");
        TextAssert.DoesNotContain(message, "hunter2");
    }

    [Fact]
    public void Of_a_trigger_name_its_function_and_nothing_else_of_the_context()
    {
        var error = new StatementException(OfATrigger);

        Assert.Equal("audit.\"check (all)\"(integer, text)", error.Function);
        TextAssert.Contains(error.Message, "P0001", error.Function!, OfATrigger.MessageText);
        TextAssert.DoesNotContain(error.Message, "hunter2", "inner_check");
    }

    [Fact]
    public void Of_the_server_end_with_what_had_been_done() =>
        Assert.All(
            OfTheServer,
            error =>
                Assert.Equal(
                    ServerFailure.NothingChanged,
                    Failure.Of(Server(error.SqlState, error.Message), false, ServerFailure.NothingChanged).Note
                )
        );

    [Fact]
    public void Of_the_program_are_not_explained_away() =>
        Assert.Null(ServerFailure.Explain(new InvalidOperationException("bug"), "", option => option.InLibrary));

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
            e => Assert.Contains(standing, Failure.Of(e, isCancelled: false, standing).Note, StringComparison.Ordinal)
        );
        Assert.All(
            all,
            e =>
                Assert.DoesNotContain(
                    ServerFailure.NothingChanged,
                    Failure.Of(e, isCancelled: false, standing).Note,
                    StringComparison.Ordinal
                )
        );
        Assert.All(
            all,
            e => Assert.Equal(new Failure("canceled", "", standing, 130), Failure.Of(e, isCancelled: true, standing))
        );
    }

    [Fact]
    public void Of_a_later_part_say_what_stands_of_the_parts_before()
    {
        const string standing = "The export was completed. The target is as it was.";

        Assert.Equal(("y", standing), Told(isCancelled: false));
        Assert.Equal(("y", standing), Told(isCancelled: true));
        Assert.Equal("Nothing was written.", Failure.Of(Wrong, isCancelled: false, ServerFailure.NothingChanged).Note);

        (string Hint, string Note) Told(bool isCancelled) =>
            Failure.Of(Wrong, isCancelled, standing) is var failure ? (failure.Hint, failure.Note) : default;
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
            new Failure("canceled: x", "y", "", 130),
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
        Assert.Equal(0, ExitCode.Of((VerificationReport?)null));
        Assert.Equal(0, ExitCode.Of(SampleResults.Verified));
        Assert.Equal(3, ExitCode.Of(SampleResults.Different));
    }

    private static SnapshotSeedException Wrong => new("x", "y") { IsNothingWritten = true };

    private static PostgresException OfAConstraint =>
        new("value too long: hunter2", "ERROR", "ERROR", "22001", constraintName: "short");

    private static PostgresException OfATrigger =>
        new(
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
        );

    private static PostgresException Server(string sqlState, string message) =>
        new(message, "ERROR", "ERROR", sqlState);

    private static string Told(Failure failure) =>
        $"error: {failure.Message}\nhint: {failure.Hint}\nnote: {failure.Note}";
}
