using SnapshotSeed.Cli.Reports;

namespace SnapshotSeed.Cli;

/// <summary>How a run that did not end well is told.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Hint">The next step, and what had been done.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record Failure(string Message, string Hint, int ExitCode)
{
    // What the library says of the part that failed: it does not know of the parts before.
    private const string NothingWritten = "Nothing was written.";

    /// <summary>The failure that an exception means.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="isCancelled">
    /// Whether the user wanted it to end: then that is the reason, whatever the exception.
    /// </param>
    /// <param name="standing">What had been done by then: see <see cref="Session.Standing"/>.</param>
    public static Failure Of(Exception exception, bool isCancelled, string standing)
    {
        if (isCancelled)
        {
            return exception is SnapshotSeedException told
                ? new Failure($"cancelled: {told.Message}", HintOf(told, standing), Cli.ExitCode.Cancelled)
                : new Failure("cancelled", standing, Cli.ExitCode.Cancelled);
        }

        if (exception is SnapshotSeedException e)
            return new Failure(
                e.Message,
                HintOf(e, standing),
                e.Kind == FailureKind.WrongUsage ? Cli.ExitCode.WrongUsage : Cli.ExitCode.Failed
            );
        if (ServerFailure.Explain(exception, standing) is { } explained)
            return new Failure(explained.Message, explained.Hint, Cli.ExitCode.Failed);

        // Of types and places only: a message from below could quote a row.
        return new Failure(
            $"internal error: {exception.GetType().Name}\n{exception.StackTrace}",
            "This is a defect of snapshotseed; please report these lines.",
            Cli.ExitCode.Failed
        );
    }

    /// <summary>The next step and, where a part of the run had been completed, what stands.</summary>
    private static string HintOf(SnapshotSeedException exception, string standing) =>
        standing == ServerFailure.NothingChanged
            ? exception.Hint
            : $"{exception.Hint.Replace(NothingWritten, "", StringComparison.Ordinal).TrimEnd()} {standing}".TrimStart();

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
