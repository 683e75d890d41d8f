using Microsoft.Extensions.Logging;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>What a verb needs from the world: tests hand in their own.</summary>
internal sealed class VerbContext(TextWriter output, ILogger logger, Func<string, string?> environment)
{
    public ILogger Logger => logger;

    public Func<string, string?> Environment => environment;

    /// <summary>The configuration file that was read, or would have been.</summary>
    public string File { get; private set; } = SnapshotConfiguration.FileName;

    public bool HasReported { get; private set; }

    /// <summary>What is complete if the run ends here: a verb says so after each step that stays.</summary>
    public string Standing { get; set; } = ServerFailure.NothingChanged;

    public string NameOf(NamedOption option) => option.InTool(File);

    /// <summary>The named file, or the one in the working directory; the defaults if neither exists.</summary>
    /// <exception cref="SnapshotSeedException">The file has problems.</exception>
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public SnapshotConfiguration Configuration(string? file)
    {
        File = file ?? SnapshotConfiguration.FileName;
        if (file is null && !System.IO.File.Exists(File))
            return new SnapshotConfiguration();
        try
        {
            return SnapshotConfiguration.Parse(System.IO.File.ReadAllText(File), File, Environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                Printable.Of($"cannot read {File}: {e.Message}"),
                "Name a readable file with --config.",
                FailureKind.WrongUsage
            );
        }
    }

    public async Task ReportAsync(string text)
    {
        await output.WriteLineAsync(text);
        HasReported = true;
    }
}
