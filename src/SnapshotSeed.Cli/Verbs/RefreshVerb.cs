using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Export;
using SnapshotSeed.Import;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed refresh.</summary>
[Verb("refresh", HelpText = "Export from the demo database, import into the test database, and verify.")]
internal sealed class RefreshVerb
    : SamplingOptions,
        ITargetOption,
        ITablesOption,
        IReplaceOption,
        ITruncateFirstOption,
        ILoadingOptions,
        IAllowTargetOption
{
    /// <summary>What stands once the export is done.</summary>
    internal const string Exported =
        "The export was completed: the snapshot folder is the new one. The target is as it was: "
        + "snapshotseed import loads the folder.";

    /// <summary>What stands once the import is done.</summary>
    internal const string Imported =
        "Export and import were completed: the folder is the new one, and the target holds its rows. "
        + "snapshotseed verify compares them.";

    public string? Target { get; set; }

    public IEnumerable<string> Tables { get; set; } = [];

    public bool Replace { get; set; }

    public bool TruncateFirst { get; set; }

    public string? OnConflict { get; set; }

    public string? Ids { get; set; }

    public string? Null { get; set; }

    public string? Drift { get; set; }

    public string? RebaseTime { get; set; }

    public string? Migration { get; set; }

    public string? StampMigration { get; set; }

    public bool KeepGoing { get; set; }

    public string? AllowTarget { get; set; }

    [Option(
        "verify",
        Hidden = true,
        HelpText = "Refresh always verifies; import's option is taken so that its arguments can be passed on."
    )]
    public bool Verify { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var configuration = session.Configuration(Config);
        var exportOptions = ExportOptions(Tables, configuration.Export) with { Replace = Replace };
        var folder = Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder;
        var importOptions = ((ILoadingOptions)this).ImportOptions(configuration.Import) with
        {
            TruncateFirst = TruncateFirst,
            AllowTargets = [.. configuration.Import.AllowTargets, .. new[] { AllowTarget }.OfType<string>()],
        };
        var sourceAddress = DatabaseAddress.Source(Source ?? configuration.Source, session.Environment);
        var targetAddress = DatabaseAddress.Target(Target ?? configuration.Target, session.Environment);
        await using var source = await OpenDatabase.OpenAsync(sourceAddress, cancellationToken);
        await using var target = await OpenDatabase.OpenAsync(targetAddress, cancellationToken);
        await TargetGuard.GuardAsync(source.Connection, target.Connection, importOptions, cancellationToken);

        var exported = await new ExportRun(
            source.Connection,
            session.Logger,
            openAnother: source.OpenAnotherAsync
        ).ExportAsync(folder, exportOptions, cancellationToken);
        session.Standing = Exported;
        if (!Json)
            await session.Output.WriteLineAsync(TextReport.Export(exported, folder) + "\n");
        var importer = new ImportRun(target.Connection, session.Logger);
        var imported = await importer.ImportAsync(folder, importOptions, cancellationToken);
        session.Standing = Imported;
        imported = imported with { Verification = await importer.VerifyAsync(imported, cancellationToken) };
        await session.Output.WriteLineAsync(
            Json ? JsonReport.Refresh(exported, imported) : TextReport.Import(imported)
        );
        return ExitCode.Of(imported);
    }
}
