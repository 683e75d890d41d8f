using CommandLine;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>The options of every verb.</summary>
internal abstract class CommonOptions
{
    /// <summary>How examples in the help are written: without the options that have their default.</summary>
    protected static readonly UnParserSettings Written = new() { SkipDefault = true };

    [Option("json", HelpText = "Print one JSON object instead of text.")]
    public bool Json { get; set; }

    [Option(
        "verbosity",
        Default = "info",
        MetaValue = "LEVEL",
        HelpText = "What to log to stderr: debug, info, warning or error."
    )]
    public string Verbosity { get; set; } = "info";

    [Option("log-file", MetaValue = "FILE", HelpText = "Log to this file as well, at level debug.")]
    public string? LogFile { get; set; }

    [Option(
        "config",
        MetaValue = "FILE",
        HelpText = "Options from this file; what the command line says wins. Default: snapshotseed.json, if it is there."
    )]
    public string? Config { get; set; }

    /// <summary>How many words without an option's name the verb takes.</summary>
    public virtual int Words => 0;

    [Value(0, Hidden = true)]
    public IEnumerable<string> Rest { get; set; } = [];

    /// <summary>Runs the verb and returns its exit code.</summary>
    public abstract Task<int> RunAsync(Session session, CancellationToken cancellationToken);
}
