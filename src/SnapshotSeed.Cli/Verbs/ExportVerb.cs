using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

[Verb("export", HelpText = "Write a snapshot folder from the source database.")]
internal sealed class ExportVerb : Verb
{
    internal const string Exported = "The export was completed: the folder holds the new snapshot.";

    public override ToolCommands Command => ToolCommands.Export;

    public override IEnumerable<(string Heading, string Arguments)> Examples =>
        [
            ("A hundred rows of every table", "--source postgresql://reader@localhost/demo"),
            ("Fewer rows, but more of one table", "--limit 50 --table-limit content_tags=80"),
        ];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var configuration = Configured(context);
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(configuration.Source, context.Environment),
            cancellationToken
        );
        var result = await SnapshotExporter.ExportAsync(
            source.Connection,
            configuration.Snapshot,
            configuration.Export with
            {
                OpenAnother = source.OpenAnotherAsync,
            },
            cancellationToken: cancellationToken
        );
        context.Standing = Exported;
        await context.ReportAsync(Json ? JsonReport.Export(result) : new TextReport(context.NameOf).Export(result));
        return ExitCode.Done;
    }
}
