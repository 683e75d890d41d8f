using CommandLine;
using CommandLine.Text;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed import.</summary>
[Verb(
    "import",
    HelpText = "Load a snapshot folder into the test database: what is missing is inserted, what is there is left alone. All or nothing."
)]
internal sealed class ImportVerb : CommonOptions
{
    [Option(
        "target",
        MetaValue = "URL",
        HelpText = "The database to write: postgresql://user@host:port/database, or an Npgsql connection string. Default: DATABASE_URL_TEST."
    )]
    public string? Target { get; set; }

    [Option("snapshot", Default = DefaultFolder, MetaValue = "DIR", HelpText = "The snapshot folder.")]
    public string Snapshot { get; set; } = DefaultFolder;

    [Option(
        "tables",
        Separator = ',',
        MetaValue = "T,...",
        HelpText = "The tables to load. Default: all of the snapshot."
    )]
    public IEnumerable<string> Tables { get; set; } = [];

    [Option("table", Separator = ',', MetaValue = "T", HelpText = "One table to load; may be given several times.")]
    public IEnumerable<string> Table { get; set; } = [];

    [Option("truncate-first", HelpText = "Empty the tables first: exactly those that are loaded, never by CASCADE.")]
    public bool TruncateFirst { get; set; }

    [Option("verify", HelpText = "Compare the database with the snapshot afterwards; a difference is exit code 3.")]
    public bool Verify { get; set; }

    [Option(
        "on-conflict",
        Default = "skip",
        MetaValue = "MODE",
        HelpText = "What to do with a row that is there already: skip."
    )]
    public string OnConflict { get; set; } = "skip";

    [Option(
        "allow-target",
        MetaValue = "NAME",
        HelpText = "Write to the database of this name although the name has no part like test, dev, ci or local."
    )]
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
        if (OnConflict != "skip")
            throw new SnapshotSeedException(
                $"--on-conflict {OnConflict}: the one mode is skip",
                "Leave the option out.",
                FailureKind.WrongUsage
            );

        var options = new ImportOptions
        {
            Tables = NameList.Join([.. Tables, .. Table]),
            TruncateFirst = TruncateFirst,
            AllowTarget = AllowTarget,
        };
        await using var target = await Database.OpenAsync(
            DatabaseAddress.Target(Target, session.Environment),
            cancellationToken
        );
        var importer = new SnapshotImporter(target.Connection, session.Logger);
        var result = await importer.ImportAsync(Snapshot, options, cancellationToken);
        session.Standing = "The import was completed: the target holds its rows. snapshotseed verify compares them.";
        if (Verify)
            result = result with { Verification = await importer.VerifyAsync(Snapshot, options, cancellationToken) };
        await session.Output.WriteLineAsync(Json ? JsonReport.Import(result) : TextReport.Import(result));
        return ExitCode.Of(result.Verification);
    }
}
