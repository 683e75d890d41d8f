using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>Hint and note are empty if there is none to tell.</summary>
internal sealed record Failure(string Message, string Hint, string Note, int ExitCode)
{
    private const string NothingWritten = "Nothing was written.";

    public ImmutableArray<RowProblem> Problems { get; private init; } = [];

    /// <summary>If the user ended the run, that is the reason, whatever the exception.</summary>
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

    public void LogTo(ILogger logger) =>
        RunLog.RunFailed(logger, ExitCode, Printable.Lines(Credentials.Hide(Message)), Printable.Lines(Hint), Note);

    /// <summary>If nobody can be told, the exit code still says that something failed.</summary>
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
