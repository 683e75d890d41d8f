using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.Options.File;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed plan.</summary>
[Verb(
    "plan",
    HelpText = "Show what an export from --source (the default) or an import into --target would do, step by "
        + "step, and do nothing."
)]
internal sealed class PlanVerb : SamplingOptions, ITablesOption, ITableOption, ITruncateFirstOption, ILoadingOptions
{
    [Option("target", MetaValue = "URL", HelpText = "Plan the import of --snapshot into this database instead.")]
    public string? Target { get; set; }

    public IEnumerable<string> Tables { get; set; } = [];

    public IEnumerable<string> Table { get; set; } = [];

    public bool TruncateFirst { get; set; }

    public string? OnConflict { get; set; }

    public string? Ids { get; set; }

    public string? Null { get; set; }

    public string? Drift { get; set; }

    public string? RebaseTime { get; set; }

    public string? Migration { get; set; }

    public string? StampMigration { get; set; }

    public bool KeepGoing { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (Target is not null && Source is not null)
            throw new ToolException(
                "plan takes --source or --target, not both",
                "Plan the export and the import one after the other.",
                FailureKind.WrongUsage
            );

        var configuration = session.Configuration(Config);
        var steps = Target is null
            ? await PlanExportAsync(session, configuration, cancellationToken)
            : await PlanImportAsync(Target, session, configuration, cancellationToken);
        await session.Output.WriteLineAsync(Json ? JsonReport.Plan(steps) : TextReport.Plan(steps));
        return ExitCode.Done;
    }

    private async Task<IEnumerable<string>> PlanExportAsync(
        Session session,
        SnapshotConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var options = ExportOptions([.. Tables, .. Table], configuration.Export);
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(Source ?? configuration.Source, session.Environment),
            cancellationToken
        );
        var exporter = new ExportRun(source.Connection, session.Logger);
        return (await exporter.PlanAsync(options, cancellationToken)).Steps.Select(step => step.ToString());
    }

    private async Task<IEnumerable<string>> PlanImportAsync(
        string url,
        Session session,
        SnapshotConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(url, session.Environment),
            cancellationToken
        );
        var importer = new ImportRun(target.Connection, session.Logger);
        var plan = await importer.PlanAsync(
            Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder,
            ((ILoadingOptions)this).ImportOptions(configuration.Import) with
            {
                Tables = NameList.Join([.. Tables, .. Table]),
                TruncateFirst = TruncateFirst,
            },
            cancellationToken
        );
        return plan.Steps;
    }
}
