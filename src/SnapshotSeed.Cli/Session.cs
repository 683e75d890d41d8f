using Microsoft.Extensions.Logging;
using SnapshotSeed.Options.File;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>What a verb needs from the world: tests hand in their own.</summary>
/// <param name="Output">Receives the result.</param>
/// <param name="Logger">Receives diagnostics.</param>
/// <param name="Environment">Looks a variable up, in the environment or else in .env.</param>
internal sealed record Session(TextWriter Output, ILogger Logger, Func<string, string?> Environment)
{
    /// <summary>What a file says, or the one in the working directory; nothing where neither is there.</summary>
    /// <param name="file">The file that was named; null for the default.</param>
    /// <exception cref="SnapshotSeedException">It is not understood.</exception>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public SnapshotConfiguration Configuration(string? file)
    {
        if (file is null && !File.Exists(SnapshotConfiguration.FileName))
            return new SnapshotConfiguration();
        var path = file ?? SnapshotConfiguration.FileName;
        try
        {
            return SnapshotConfiguration.Parse(File.ReadAllText(path), Path.GetFileName(path), Environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                Printable.Of($"cannot read {path}: {e.Message}"),
                "Name a file that can be read with --config.",
                FailureKind.WrongUsage
            );
        }
    }

    /// <summary>
    /// What holds if the run ends here, for the hint of whatever ends it: a verb says so after each part that stays.
    /// </summary>
    public string Standing { get; set; } = ServerFailure.NothingChanged;
}
