using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

[Verb("refresh", HelpText = "Export, import and verify, with the options of all three.")]
internal sealed class RefreshVerb : Verb
{
    internal const string Exported =
        "The export was completed: the folder holds the new snapshot. The target was not changed: "
        + "snapshotseed import loads the folder.";

    internal const string Imported =
        "Export and import were completed: the folder holds the new snapshot, and the target holds its rows. "
        + "snapshotseed verify compares them.";

    public override ToolCommands Command => ToolCommands.Refresh;

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var configuration = Configured(context);

        // The tables to export: all of the snapshot is imported.
        var importOptions = configuration.Import with
        {
            Only = [],
        };
        var sourceAddress = DatabaseAddress.Source(configuration.Source, context.Environment);
        var targetAddress = DatabaseAddress.Target(configuration.Target, context.Environment);
        await using var source = await OpenDatabase.OpenAsync(sourceAddress, cancellationToken);
        await using var target = await OpenDatabase.OpenAsync(targetAddress, cancellationToken);
        await SnapshotImporter.GuardAsync(source.Connection, target.Connection, importOptions, cancellationToken);

        var exported = await SnapshotExporter.ExportAsync(
            source.Connection,
            configuration.Snapshot,
            configuration.Export with
            {
                OpenAnother = source.OpenAnotherAsync,
            },
            cancellationToken: cancellationToken
        );
        context.Standing = Exported;
        var text = new TextReport(context.NameOf);
        if (!Json)
            await context.ReportAsync($"{text.Export(exported)}\n");
        var imported = await SnapshotImporter.ImportAsync(
            target.Connection,
            configuration.Snapshot,
            importOptions,
            cancellationToken: cancellationToken
        );
        context.Standing = Imported;
        imported = imported with
        {
            Verification = await SnapshotImporter.VerifyAsync(target.Connection, imported, cancellationToken),
        };
        await context.ReportAsync(Json ? JsonReport.Refresh(exported, imported) : text.Import(imported));
        return ExitCode.Of(imported);
    }
}
