using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

internal abstract class Verb : Arguments
{
    public abstract ToolCommands Command { get; }

    public bool LogsJson => LogFormat == "json";

    /// <summary>Outside of options.</summary>
    public virtual int Words => 0;

    public virtual IEnumerable<(string Heading, string Arguments)> Examples => [];

    /// <returns>The exit code.</returns>
    public abstract Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken);

    /// <summary>The command line wins over the configuration file.</summary>
    public SnapshotConfiguration Configured(VerbContext context)
    {
        var configuration = Given.Aggregate(
            context.Configuration(Config),
            (all, given) => given.Setting.Apply(all, given.Texts)
        );
        return configuration with
        {
            Export = configuration.Export with { Logger = context.Logger },
            Import = configuration.Import with { Logger = context.Logger },
        };
    }
}
