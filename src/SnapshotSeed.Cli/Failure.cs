using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>How a run that did not end well is told.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Hint">The next step, and what had been done.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record Failure(string Message, string Hint, int ExitCode)
{
    private const string NothingWritten = "Nothing was written.";

    /// <summary>The failure that an exception means.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="isCancelled">
    /// Whether the user wanted it to end: then that is the reason, whatever the exception.
    /// </param>
    /// <param name="standing">What had been done by then: see <see cref="Session.Standing"/>.</param>
    public static Failure Of(Exception exception, bool isCancelled, string standing)
    {
        var told = Tell(exception, standing);
        if (isCancelled)
            return new Failure(
                told is null ? "cancelled" : $"cancelled: {told.Message}",
                told?.Hint ?? standing,
                Cli.ExitCode.Cancelled
            );
        if (told is not null)
            return told;
        if (ServerFailure.Explain(exception, standing) is { } explained)
            return new Failure(explained.Message, explained.Hint, Cli.ExitCode.Failed);

        // Of types and places only: a message from below could quote a row.
        return new Failure(
            $"internal error: {exception.GetType().Name}\n{exception.StackTrace}",
            "This is a defect of snapshotseed; please report these lines.",
            Cli.ExitCode.Failed
        );
    }

    /// <summary>What an exception of ours says; null for others.</summary>
    private static Failure? Tell(Exception exception, string standing)
    {
        switch (exception)
        {
            case SnapshotSeedException e:
                var (message, hint) = e.Describe(SettingNames.Of);
                var nothing = e.IsNothingWritten ? NothingWritten : "";
                return new Failure(
                    message,
                    $"{hint} {(standing == ServerFailure.NothingChanged ? nothing : standing)}".TrimEnd(),
                    ExitCodeOf(e.Kind)
                );
            case ToolException e:
                var stands = standing == ServerFailure.NothingChanged ? "" : standing;
                return new Failure(e.Message, $"{e.Hint} {stands}".TrimEnd(), ExitCodeOf(e.Kind));
            default:
                return null;
        }
    }

    private static int ExitCodeOf(FailureKind kind) =>
        kind == FailureKind.WrongUsage ? Cli.ExitCode.WrongUsage : Cli.ExitCode.Failed;

    /// <summary>
    /// Writes message and hint. Where nobody can be told, the exit code still says that something failed.
    /// </summary>
    public void WriteTo(TextWriter errors)
    {
        try
        {
            errors.WriteLine($"error: {Printable.Lines(Credentials.Hide(Message))}");
            errors.WriteLine($"hint: {Printable.Lines(Hint)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // stderr is closed or full.
        }
    }
}
