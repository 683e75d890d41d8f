using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed plan.</summary>
[Verb(
    "plan",
    HelpText = "Show what an export from --source (the default) or an import into --target would do, step by "
        + "step, and do nothing."
)]
internal sealed class PlanVerb : SamplingOptions, ITablesOption, ITableOption, ITruncateFirstOption
{
    [Option("target", MetaValue = "URL", HelpText = "Plan the import of --snapshot into this database instead.")]
    public string? Target { get; set; }

    public IEnumerable<string> Tables { get; set; } = [];

    public IEnumerable<string> Table { get; set; } = [];

    public bool TruncateFirst { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (Target is not null && Source is not null)
            throw new ToolException(
                "plan takes --source or --target, not both",
                "Plan the export and the import one after the other.",
                FailureKind.WrongUsage
            );

        var configuration = session.Configuration(Config);
        var folder = Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder;
        IEnumerable<string> steps;
        if (Target is not null)
        {
            await using var target = await OpenDatabase.OpenAsync(
                DatabaseAddress.Target(Target, session.Environment),
                cancellationToken
            );
            var options = new ImportOptions
            {
                Tables = NameList.Join([.. Tables, .. Table]),
                TruncateFirst = TruncateFirst,
            };
            var importer = new SnapshotImporter(target.Connection, session.Logger);
            var plan = await importer.PlanAsync(folder, options, cancellationToken);
            steps = plan.Operations.Select(operation => operation.ToString());
        }
        else
        {
            var options = ExportOptions([.. Tables, .. Table], configuration.Export);
            await using var source = await OpenDatabase.OpenAsync(
                DatabaseAddress.Source(Source ?? configuration.Source, session.Environment),
                cancellationToken
            );
            var exporter = new SnapshotExporter(source.Connection, session.Logger);
            steps = (await exporter.PlanAsync(options, cancellationToken)).Steps.Select(step => step.ToString());
        }

        await session.Output.WriteLineAsync(Json ? JsonReport.Plan(steps) : TextReport.Plan(steps));
        return ExitCode.Done;
    }
}
