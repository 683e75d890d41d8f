using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Cli.Verbs;

[Verb("plan", HelpText = "Print the steps of an export, or with --target of an import, and do nothing.")]
internal sealed class PlanVerb : Verb
{
    public override ToolCommands Command => ToolCommands.Plan;

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        if (Target is not null && Source is not null)
            throw new ToolException(
                "plan takes --source or --target, not both",
                "Plan the export first, then the import.",
                FailureKind.WrongUsage
            );

        var configuration = Configured(context);
        var plan = Target is null
            ? await PlanExportAsync(context, configuration, cancellationToken)
            : await PlanImportAsync(context, configuration, cancellationToken);
        await context.ReportAsync(Json ? JsonReport.Plan(plan) : TextReport.Plan(plan));
        return ExitCode.Done;
    }

    private static async Task<SnapshotPlan> PlanExportAsync(
        VerbContext context,
        SnapshotConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(configuration.Source, context.Environment),
            cancellationToken
        );
        return await SnapshotExporter.PlanAsync(source.Connection, configuration.Export, cancellationToken);
    }

    private static async Task<SnapshotPlan> PlanImportAsync(
        VerbContext context,
        SnapshotConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(configuration.Target, context.Environment),
            cancellationToken
        );
        return await SnapshotImporter.PlanAsync(
            target.Connection,
            configuration.Snapshot,
            configuration.Import,
            cancellationToken
        );
    }
}
