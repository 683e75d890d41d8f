using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Tables that are emptied or rewritten after an export has taken its snapshot: to that they look empty, although
/// PostgreSQL says nothing.
/// </summary>
[Collection(OneServer.Name)]
public sealed class RewrittenTables(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE parents (id integer PRIMARY KEY, v text); CREATE TABLE children (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES parents); CREATE TABLE alone (id integer, v text);
        CREATE TABLE parts (id integer) PARTITION BY LIST (id); CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1); CREATE TABLE part_2 PARTITION OF parts FOR VALUES IN (2);
        CREATE TABLE unwanted (id integer)
        """;

    private const string Data = """
        INSERT INTO parents SELECT n, 'p' || n FROM generate_series(1, 500) n; INSERT INTO children SELECT n, n FROM generate_series(1, 500) n; INSERT INTO alone SELECT n, 'a' FROM generate_series(1, 50) n;
        INSERT INTO parts VALUES (1), (2), (2); INSERT INTO unwanted VALUES (1)
        """;

    [SkippableTheory]
    [InlineData("ALTER TABLE parents ALTER v TYPE varchar(50)", "parents")]
    [InlineData("ALTER TABLE alone ALTER id TYPE bigint", "alone")]
    [InlineData("ALTER TABLE part_2 SET LOGGED, SET (fillfactor = 90); VACUUM FULL part_2", "parts")]
    [InlineData("TRUNCATE alone", "alone")]
    public async Task Are_exported_as_the_next_snapshot_shows_them(string change, string table)
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);
        var changes = 0;
        var log = await ExportAsync(scenario, change, () => changes++ == 0);

        Assert.Equal([$"{table} 2"], log.Of(nameof(Log.Rewritten), "Tables", "Attempt"));
        var later = Path.Combine(scenario.Parent, "later");
        await scenario.ExportAsync(new() { Exclude = ["unwanted"], Replace = true }, later);
        FolderDifference.AssertNone(later, scenario.Folder);
    }

    [SkippableFact]
    public async Task Again_and_again_end_the_export_and_leave_the_folder_as_it_was()
    {
        await using var scenario = await Scenario.ExportedAsync(postgres, Schema, Data);
        var before = await File.ReadAllTextAsync(scenario.Path("alone.tsv"));

        var error = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            ExportAsync(scenario, "ALTER TABLE parents ALTER v TYPE text USING v || 'x'; TRUNCATE alone", () => true)
        );

        TextAssert.Contains(error.Message, "alone", "parents");
        Assert.Equal(before, await File.ReadAllTextAsync(scenario.Path("alone.tsv")));
    }

    [SkippableFact]
    public async Task That_are_left_out_do_not_matter()
    {
        await using var scenario = await Scenario.CreateAsync(postgres, Schema, Data);

        var log = await ExportAsync(scenario, "TRUNCATE unwanted", () => true);

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    /// <summary>The snapshot is taken by then, and no table is locked yet.</summary>
    internal static async Task<LogLines> ExportAsync(Scenario scenario, string change, Func<bool> isWanted)
    {
        LogLines log = null!;
        log = new LogLines(_ =>
        {
            if (log.Kinds[^1] != nameof(Events.ExportStarted) || !isWanted())
                return;
            foreach (var statement in change.Split("; "))
                scenario.Source.ExecuteAsync(statement).GetAwaiter().GetResult();
        });
        await using var connection = await scenario.Source.OpenAsync();
        await new ExportRun(connection, log).ExportAsync(
            scenario.Folder,
            new ExportOptions { Exclude = ["unwanted"], Replace = true }
        );
        return log;
    }
}
