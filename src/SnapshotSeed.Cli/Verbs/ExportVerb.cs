using System.Collections.Immutable;
using System.Globalization;
using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>What to take from the source: shared by export, refresh and plan.</summary>
internal abstract class SamplingOptions : CommonOptions
{
    [Option(
        "source",
        MetaValue = "URL",
        HelpText = "The database to read: postgresql://user@host:port/database, or an Npgsql connection string. Default: DATABASE_URL_DEMO."
    )]
    public string? Source { get; set; }

    [Option("snapshot", Default = DefaultFolder, MetaValue = "DIR", HelpText = "The snapshot folder.")]
    public string Snapshot { get; set; } = DefaultFolder;

    [Option(
        "limit",
        Default = 100,
        MetaValue = "N",
        HelpText = "Rows to take of every table. Rows that others reference may come on top."
    )]
    public int Limit { get; set; } = 100;

    [Option(
        "floor",
        Default = 10,
        MetaValue = "N",
        HelpText = "Rows that every table gets even if that takes others over their limit. Equal to --limit: full tables."
    )]
    public int Floor { get; set; } = 10;

    [Option(
        "table-limit",
        Separator = ',',
        MetaValue = "T=N",
        HelpText = "The limit of one table; may be given several times."
    )]
    public IEnumerable<string> TableLimits { get; set; } = [];

    [Option(
        "exclude",
        Separator = ',',
        MetaValue = "T,...",
        HelpText = "Tables to leave out, and with them the rows that reference their rows."
    )]
    public IEnumerable<string> Exclude { get; set; } = [];

    [Option("schemas", Separator = ',', MetaValue = "S,...", HelpText = "The schemas to take. Default: all.")]
    public IEnumerable<string> Schemas { get; set; } = [];

    public ExportOptions ExportOptions(IEnumerable<string> tables) =>
        new()
        {
            Limit = Limit,
            Floor = Floor,
            TableLimits = NameList
                .Join(TableLimits)
                .Select(ParseLimit)
                .Aggregate(
                    ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal),
                    (limits, limit) => limits.SetItem(limit.Table, limit.Rows)
                ),
            Tables = NameList.Join(tables),
            Exclude = NameList.Join(Exclude),
            Schemas = NameList.Join(Schemas),
        };

    private static (string Table, int Rows) ParseLimit(string text)
    {
        var at = text.LastIndexOf('=');
        if (
            at > 0
            && int.TryParse(
                text.AsSpan(at + 1),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var rows
            )
        )
            return (text[..at], rows);
        throw new SnapshotSeedException(
            Printable.Of($"--table-limit {text}: not of the form TABLE=NUMBER"),
            "For example: --table-limit content_tags=80.",
            FailureKind.WrongUsage
        );
    }
}

/// <summary>snapshotseed export.</summary>
[Verb(
    "export",
    HelpText = "Take up to N rows of every table of the demo database, with every foreign key resolved, into a folder of TSV files."
)]
internal sealed class ExportVerb : SamplingOptions
{
    [Option(
        "tables",
        Separator = ',',
        MetaValue = "T,...",
        HelpText = "The tables to take; the rows that theirs reference come along. Default: all."
    )]
    public IEnumerable<string> Tables { get; set; } = [];

    [Usage(ApplicationAlias = "snapshotseed")]
    public static IEnumerable<Example> Examples =>
        [
            new(
                "A hundred rows of every table",
                Written,
                new ExportVerb { Source = "postgresql://reader@localhost/demo" }
            ),
            new(
                "Fewer, and more of one table",
                Written,
                new ExportVerb { Limit = 50, TableLimits = ["content_tags=80"] }
            ),
        ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var options = ExportOptions(Tables);
        await using var source = await Database.OpenAsync(
            DatabaseAddress.Source(Source, session.Environment),
            cancellationToken
        );
        var result = await new SnapshotExporter(source.Connection, session.Logger).ExportAsync(
            Snapshot,
            options,
            cancellationToken
        );
        session.Standing = "The export was completed: the snapshot folder is the new one.";
        await session.Output.WriteLineAsync(Json ? JsonReport.Export(result) : TextReport.Export(result, Snapshot));
        return ExitCode.Done;
    }
}
