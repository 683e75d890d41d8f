using Microsoft.Extensions.Logging;

namespace SnapshotSeed.Cli;

/// <summary>What the tool logs beside the library.</summary>
internal static partial class RunLog
{
    [LoggerMessage(LogLevel.Error, "Failed with exit code {exit_code}: {error} {hint} {note}")]
    public static partial void RunFailed(ILogger logger, int exit_code, string error, string hint, string note);
}
