using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed verify.</summary>
[Verb(
    "verify",
    HelpText = "Compare a database with a snapshot, row by row: exit code 0 if it holds the whole snapshot, 3 if not. Writes nothing."
)]
internal sealed class VerifyVerb : CommonOptions
{
    [Option("target", MetaValue = "URL", HelpText = "The database to look at. Default: DATABASE_URL_TEST.")]
    public string? Target { get; set; }

    [Option("snapshot", Default = DefaultFolder, MetaValue = "DIR", HelpText = "The snapshot folder.")]
    public string Snapshot { get; set; } = DefaultFolder;

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var target = await Database.OpenAsync(
            DatabaseAddress.Target(Target, session.Environment),
            cancellationToken
        );
        var report = await new SnapshotImporter(target.Connection, session.Logger).VerifyAsync(
            Snapshot,
            new ImportOptions(),
            cancellationToken
        );
        await session.Output.WriteLineAsync(Json ? JsonReport.Verification(report) : TextReport.Verification(report));
        return ExitCode.Of(report);
    }
}
