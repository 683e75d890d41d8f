using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Import;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed verify.</summary>
[Verb(
    "verify",
    HelpText = "Compare a database with a snapshot, row by row: exit code 0 if it holds the whole snapshot, 3 if "
        + "not. Writes nothing."
)]
internal sealed class VerifyVerb : CommonOptions, ITargetOption, ISnapshotOption, ISeedOptions
{
    public string? Target { get; set; }

    public string? Snapshot { get; set; }

    public string? Ids { get; set; }

    public string? Null { get; set; }

    public string? Drift { get; set; }

    public string? RebaseTime { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var configuration = session.Configuration(Config);
        await using var target = await OpenDatabase.OpenAsync(
            DatabaseAddress.Target(Target ?? configuration.Target, session.Environment),
            cancellationToken
        );
        var report = await new ImportRun(target.Connection, session.Logger).VerifyAsync(
            Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder,
            ((ISeedOptions)this).SeedOptions(configuration.Import),
            cancellationToken
        );
        await session.Output.WriteLineAsync(Json ? JsonReport.Verification(report) : TextReport.Verification(report));
        return ExitCode.Of(report);
    }
}
