using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Export;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed export.</summary>
[Verb(
    "export",
    HelpText = "Take up to N rows of every table of the demo database, with every foreign key resolved, into a "
        + "folder of TSV files."
)]
internal sealed class ExportVerb : SamplingOptions, ITablesOption, IReplaceOption
{
    /// <summary>What stands once the export is done.</summary>
    internal const string Exported = "The export was completed: the snapshot folder is the new one.";

    public IEnumerable<string> Tables { get; set; } = [];

    public bool Replace { get; set; }

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
        var configuration = session.Configuration(Config);
        var options = ExportOptions(Tables, configuration.Export) with { Replace = Replace };
        var folder = Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder;
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(Source ?? configuration.Source, session.Environment),
            cancellationToken
        );
        var result = await new ExportRun(
            source.Connection,
            session.Logger,
            openAnother: source.OpenAnotherAsync
        ).ExportAsync(folder, options, cancellationToken);
        session.Standing = Exported;
        await session.Output.WriteLineAsync(Json ? JsonReport.Export(result) : TextReport.Export(result, folder));
        return ExitCode.Done;
    }
}
