using CommandLine;
using SnapshotSeed.Cli.Reports;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed check.</summary>
[Verb(
    "check",
    HelpText = "Judge a snapshot folder, check DIR or check --snapshot DIR, without a database: exit code 0 if it is sound, 3 if not. Writes nothing but, with "
        + "--update, its manifest."
)]
internal sealed class CheckVerb : CommonOptions, ISnapshotOption
{
    public override int Words => 1;

    public string? Snapshot { get; set; }

    [Option(
        "null",
        MetaValue = "TEXT",
        HelpText = "What stands for NULL in a folder without a manifest. Default: \\N; \"\" means an empty field."
    )]
    public string? Null { get; set; }

    [Option("update", HelpText = "Write the manifest anew, so that it tells the files as they are now.")]
    public bool Update { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var configuration = session.Configuration(Config);
        var folder = Rest.FirstOrDefault() ?? Snapshot ?? configuration.Snapshot ?? ISnapshotOption.DefaultFolder;
        if (Update)
            await SnapshotFolder.UpdateAsync(folder, cancellationToken);
        var report = await SnapshotFolder.CheckAsync(
            folder,
            configuration.Import with
            {
                Null = Null ?? configuration.Import.Null,
            },
            cancellationToken
        );
        await session.Output.WriteLineAsync(Json ? JsonReport.Check(report) : TextReport.Check(report, folder));
        return report.Succeeded ? ExitCode.Done : ExitCode.Different;
    }
}
