using CommandLine;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Cli.Verbs;

[Verb("check", HelpText = "Check a snapshot folder without a database: check DIR, or check --snapshot DIR.")]
internal sealed class CheckVerb : Verb
{
    public override ToolCommands Command => ToolCommands.Check;

    public override int Words => 1;

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var configuration = Configured(context);
        var folder = Rest.FirstOrDefault() ?? configuration.Snapshot;
        var report = Update
            ? await SnapshotFolder.UpdateAsync(folder, cancellationToken)
            : await SnapshotFolder.CheckAsync(folder, configuration.Import, cancellationToken);
        await context.ReportAsync(Json ? JsonReport.Check(report) : TextReport.Check(report, folder));
        return report.Succeeded ? ExitCode.Done : ExitCode.Different;
    }
}
