using System.Reflection;
using CommandLine;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>A property for each option of <see cref="Setting.All"/>. A command refuses those of others.</summary>
internal abstract class Arguments
{
    [Option("source")]
    public string? Source { get; set; }

    [Option("target")]
    public string? Target { get; set; }

    [Option("snapshot")]
    public string? Snapshot { get; set; }

    [Option("tables")]
    public IEnumerable<string> Tables { get; set; } = [];

    [Option("table")]
    public IEnumerable<string> Table { get; set; } = [];

    [Option("exclude")]
    public IEnumerable<string> Exclude { get; set; } = [];

    [Option("schemas")]
    public IEnumerable<string> Schemas { get; set; } = [];

    [Option("limit")]
    public string? Limit { get; set; }

    [Option("table-limit")]
    public IEnumerable<string> TableLimit { get; set; } = [];

    [Option("floor")]
    public string? Floor { get; set; }

    [Option("headroom")]
    public string? Headroom { get; set; }

    [Option("where")]
    public IEnumerable<string> Where { get; set; } = [];

    [Option("include")]
    public IEnumerable<string> Include { get; set; } = [];

    [Option("with")]
    public IEnumerable<string> With { get; set; } = [];

    [Option("order")]
    public string? Order { get; set; }

    [Option("replace")]
    public bool Replace { get; set; }

    [Option("expect")]
    public string? Expect { get; set; }

    [Option("truncate-first")]
    public bool TruncateFirst { get; set; }

    [Option("on-conflict")]
    public string? OnConflict { get; set; }

    [Option("keep-going")]
    public bool KeepGoing { get; set; }

    [Option("ids")]
    public string? Ids { get; set; }

    [Option("null")]
    public string? Null { get; set; }

    [Option("drift")]
    public string? Drift { get; set; }

    [Option("migration")]
    public string? Migration { get; set; }

    [Option("stamp-migration")]
    public string? StampMigration { get; set; }

    [Option("rebase-time")]
    public string? RebaseTime { get; set; }

    [Option("triggers")]
    public string? Triggers { get; set; }

    [Option("refresh-views")]
    public bool RefreshViews { get; set; }

    [Option("allow-target")]
    public string? AllowTarget { get; set; }

    [Option("verify")]
    public bool Verify { get; set; }

    [Option("update")]
    public bool Update { get; set; }

    [Option("json")]
    public bool Json { get; set; }

    [Option("verbosity")]
    public string? Verbosity { get; set; }

    [Option("log-format")]
    public string? LogFormat { get; set; }

    [Option("log-file")]
    public string? LogFile { get; set; }

    [Option("config")]
    public string? Config { get; set; }

    /// <summary>What stands outside of options.</summary>
    [Value(0)]
    public IEnumerable<string> Rest { get; set; } = [];

    public IEnumerable<(Setting Setting, IReadOnlyList<string> Texts)> Given =>
        from property in typeof(Arguments).GetProperties()
        let option = property.GetCustomAttribute<OptionAttribute>()
        where option is not null
        let texts = TextsOf(property.GetValue(this))
        where texts is not null
        select (Setting.All.First(setting => setting.Option == option.LongName), texts);

    private static IReadOnlyList<string>? TextsOf(object? value) =>
        value switch
        {
            true => [],
            string text => [text],
            IEnumerable<string> texts when texts.Any() => [.. texts],
            _ => null,
        };
}
