using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>A command of the tool.</summary>
internal abstract class Verb : Arguments
{
    /// <summary>Which one, as the declared options know it.</summary>
    public abstract ToolCommands Command { get; }

    /// <summary>How many words outside of options the verb takes.</summary>
    public virtual int Words => 0;

    /// <summary>Command lines for its help, each under a heading.</summary>
    public virtual IEnumerable<(string Heading, string Arguments)> Examples => [];

    /// <summary>Runs the verb and returns its exit code.</summary>
    public abstract Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken);

    /// <summary>What the configuration file says and, over it, the command line.</summary>
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
