using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Import;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed import.</summary>
[Verb(
    "import",
    HelpText = "Load a snapshot folder into the test database: what is missing is inserted, what is there is "
        + "left alone. All or nothing."
)]
internal sealed class ImportVerb
    : CommonOptions,
        ITargetOption,
        ISnapshotOption,
        ITablesOption,
        ITableOption,
        ITruncateFirstOption,
        ILoadingOptions,
        IAllowTargetOption
{
    /// <summary>What stands once the import is done.</summary>
    internal const string Imported =
        "The import was completed: the target holds its rows. snapshotseed verify compares them.";

    public string? Target { get; set; }

    public string? Snapshot { get; set; }

    public IEnumerable<string> Tables { get; set; } = [];

    public IEnumerable<string> Table { get; set; } = [];

    public bool TruncateFirst { get; set; }

    [Option("verify", HelpText = "Compare the database with the snapshot afterwards; a difference is exit code 3.")]
    public bool Verify { get; set; }

    public string? OnConflict { get; set; }

    public string? Ids { get; set; }

    public string? Null { get; set; }

    public string? Drift { get; set; }

    public string? RebaseTime { get; set; }

    public string? Migration { get; set; }

    public string? StampMigration { get; set; }

    public bool KeepGoing { get; set; }

    [Option(
        "triggers",
        Default = "on",
        MetaValue = "on|off",
        HelpText = "off: switch the tables' own triggers off until the import ends, which their owner may."
    )]
    public string Triggers { get; set; } = "on";

    [Option(
        "refresh-views",
        HelpText = "Refresh the materialized views over loaded tables; without it they are named."
    )]
    public bool RefreshViews { get; set; }

    public string? AllowTarget { get; set; }

    [Usage(ApplicationAlias = "snapshotseed")]
    public static IEnumerable<Example> Examples =>
        [
            new(
                "Load what is missing and prove it",
                Written,
                new ImportVerb { Target = "postgresql://app@localhost/app_test", Verify = true }
            ),
            new(
                "Start over with two tables",
                Written,
                new ImportVerb { Tables = ["users", "tags"], TruncateFirst = true }
            ),
        ];

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        if (Triggers is not ("on" or "off"))
            throw new ToolException(
                Printable.Of($"--triggers {Triggers}: neither on nor off"),
                "Leave the option out to have triggers fire.",
                FailureKind.WrongUsage
            );
        var configuration = session.Configuration(Config);
        var folder = Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder;
        var options = ((ILoadingOptions)this).ImportOptions(configuration.Import) with
        {
            Tables = NameList.Join([.. Tables, .. Table]),
            TruncateFirst = TruncateFirst,
            TriggersOff = Triggers == "off",
            RefreshViews = RefreshViews,
            AllowTargets = [.. configuration.Import.AllowTargets, .. new[] { AllowTarget }.OfType<string>()],
        };
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(Target ?? configuration.Target, session.Environment),
            cancellationToken
        );
        var importer = new ImportRun(target.Connection, session.Logger);
        var result = await importer.ImportAsync(folder, options, cancellationToken);
        session.Standing = Imported;
        if (Verify)
            result = result with { Verification = await importer.VerifyAsync(result, cancellationToken) };
        await session.Output.WriteLineAsync(Json ? JsonReport.Import(result) : TextReport.Import(result));
        return ExitCode.Of(result);
    }
}
