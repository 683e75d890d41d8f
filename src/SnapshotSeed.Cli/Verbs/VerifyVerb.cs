using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

[Verb("verify", HelpText = "Compare the target database with a snapshot folder, row by row; writes nothing.")]
internal sealed class VerifyVerb : Verb
{
    public override ToolCommands Command => ToolCommands.Verify;

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var configuration = Configured(context);
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(configuration.Target, context.Environment),
            cancellationToken
        );
        var report = await SnapshotImporter.VerifyAsync(
            target.Connection,
            configuration.Snapshot,
            configuration.Import,
            cancellationToken
        );
        await context.ReportAsync(
            Json ? JsonReport.Verification(report) : new TextReport(context.NameOf).Verification(report)
        );
        return ExitCode.Of(report);
    }
}
