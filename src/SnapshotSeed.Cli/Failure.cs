using System.Collections.Immutable;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>How a run that failed is told.</summary>
/// <param name="Message">What happened.</param>
/// <param name="Hint">The next step; empty if there is none to tell.</param>
/// <param name="Note">What was done by then; empty if that is not known.</param>
/// <param name="ExitCode">The exit code.</param>
internal sealed record Failure(string Message, string Hint, string Note, int ExitCode)
{
    private const string NothingWritten = "Nothing was written.";

    /// <summary>The problems of rows behind it.</summary>
    public ImmutableArray<RowProblem> Problems { get; private init; } = [];

    /// <summary>The failure that an exception means.</summary>
    /// <param name="exception">What ended the run.</param>
    /// <param name="isCancelled">Whether the user ended the run: then that is the reason, whatever the exception.</param>
    /// <param name="standing">What is complete: see <see cref="VerbContext.Standing"/>.</param>
    /// <param name="nameOf">Names an option as users of the tool know it; by default with the usual file.</param>
    public static Failure Of(
        Exception exception,
        bool isCancelled,
        string standing,
        Func<NamedOption, string>? nameOf = null
    )
    {
        nameOf ??= option => option.InTool(ConfigurationFile.Name);
        exception = CauseOf(exception);
        var told = Tell(exception, standing, nameOf);
        if (isCancelled)
            return new Failure(
                told is null ? "canceled" : $"canceled: {told.Message}",
                told?.Hint ?? "",
                told?.Note ?? standing,
                Cli.ExitCode.Cancelled
            );
        return told
            ?? ServerFailure.Explain(exception, standing, nameOf)
            // Of types and places only: a message from below could quote a row.
            ?? new Failure(
                $"internal error: {exception.GetType().Name}\n{exception.StackTrace}",
                "This is a bug in snapshotseed. Report the lines above.",
                "",
                Cli.ExitCode.Failed
            );
    }

    /// <summary>The server's error, if the library has wrapped one; else the exception itself.</summary>
    public static Exception CauseOf(Exception exception) =>
        exception is SnapshotSeedException { Kind: FailureKind.Server, InnerException: { } refusal }
            ? refusal
            : exception;

    /// <summary>What an exception of ours says; null for others.</summary>
    private static Failure? Tell(Exception exception, string standing, Func<NamedOption, string> nameOf)
    {
        var isUnchanged = standing == ServerFailure.NothingChanged;
        switch (exception)
        {
            case SnapshotSeedException e:
                var (message, hint) = e.Describe(nameOf);
                var nothing = e.IsNothingWritten ? NothingWritten : "";
                return new Failure(message, hint, isUnchanged ? nothing : standing, ExitCodeOf(e.Kind))
                {
                    Problems = e.Problems,
                };
            case ToolException e:
                return new Failure(e.Message, e.Hint, isUnchanged ? "" : standing, ExitCodeOf(e.Kind));
            default:
                return null;
        }
    }

    private static int ExitCodeOf(FailureKind kind) =>
        kind == FailureKind.WrongUsage ? Cli.ExitCode.WrongUsage : Cli.ExitCode.Failed;

    /// <summary>Writes it. If nobody can be told, the exit code still says that something failed.</summary>
    public void WriteTo(TextWriter errors)
    {
        try
        {
            errors.WriteLine($"error: {Printable.Lines(Credentials.Hide(Message))}");
            if (Hint.Length > 0)
                errors.WriteLine($"hint: {Printable.Lines(Hint)}");
            if (Note.Length > 0)
                errors.WriteLine($"note: {Printable.Lines(Note)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // stderr is closed or full.
        }
    }
}
