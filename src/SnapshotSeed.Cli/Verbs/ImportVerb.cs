using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

[Verb("import", HelpText = "Load a snapshot folder into the target database, all or nothing.")]
internal sealed class ImportVerb : Verb
{
    internal const string Imported =
        "The import was completed: the target holds the rows. snapshotseed verify compares them.";

    public override ToolCommands Command => ToolCommands.Import;

    public override IEnumerable<(string Heading, string Arguments)> Examples =>
        [
            ("Insert missing rows and compare", "--target postgresql://app@localhost/app_test --verify"),
            ("Start over with all tables of the snapshot", "--truncate-first"),
            ("Load two tables, and update their rows", "--tables users,tags --on-conflict update"),
        ];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var configuration = Configured(context);
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(configuration.Target, context.Environment),
            cancellationToken
        );
        var result = await SnapshotImporter.ImportAsync(
            target.Connection,
            configuration.Snapshot,
            configuration.Import,
            cancellationToken: cancellationToken
        );
        context.Standing = Imported;
        if (Verify)
            result = result with
            {
                Verification = await SnapshotImporter.VerifyAsync(target.Connection, result, cancellationToken),
            };
        await context.ReportAsync(Json ? JsonReport.Import(result) : new TextReport(context.NameOf).Import(result));
        return ExitCode.Of(result);
    }
}
