using Microsoft.Extensions.Logging;

namespace SnapshotSeed.Cli;

/// <summary>What a verb needs from the world: tests hand in their own.</summary>
/// <param name="Output">Receives the result.</param>
/// <param name="Logger">Receives diagnostics.</param>
/// <param name="Environment">Looks a variable up, in the environment or else in .env.</param>
internal sealed record Session(TextWriter Output, ILogger Logger, Func<string, string?> Environment)
{
    /// <summary>
    /// What holds if the run ends here, for the hint of whatever ends it: a verb says so after each part that stays.
    /// </summary>
    public string Standing { get; set; } = ServerFailure.NothingChanged;
}
