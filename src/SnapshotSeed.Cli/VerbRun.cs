using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Cli.Verbs;

namespace SnapshotSeed.Cli;

internal static class VerbRun
{
    /// <param name="verb">The verb.</param>
    /// <param name="context">What it needs.</param>
    /// <param name="tell">Tells the user of a failure.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The exit code, and what ended the run if not the verb itself.</returns>
    public static async Task<(int ExitCode, Exception? Cause)> RunAsync(
        Verb verb,
        VerbContext context,
        Action<Failure> tell,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await verb.RunAsync(context, cancellationToken), null);
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e, cancellationToken.IsCancellationRequested, context.Standing, context.NameOf);
            tell(failure);
            if (verb.Json && !context.HasReported)
                await TryReportAsync(context, JsonReport.Failure(failure));
            return (failure.ExitCode, Failure.CauseOf(e));
        }
    }

    private static async Task TryReportAsync(VerbContext context, string report)
    {
        try
        {
            await context.ReportAsync(report);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // stdout is closed or full, and stderr has the failure.
        }
    }
}
