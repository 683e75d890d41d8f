using SnapshotSeed.Import.Execute;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class SimultaneousImports(PostgresFixture postgres)
{
    private const string Schema =
        Shop.Schema
        + """
            ;
            CREATE TABLE heap (a integer, b text);
            CREATE TABLE positions (id integer PRIMARY KEY DEFERRABLE, next integer);
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
            """;

    private const string Data =
        Shop.Data
        + """
            ;
            INSERT INTO heap VALUES (1, 'x'), (1, 'x'), (NULL, NULL);
            INSERT INTO positions VALUES (1, 2), (2, 1);
            WITH a AS (INSERT INTO a VALUES (1, 1), (2, 2)), b AS (INSERT INTO b VALUES (1, 2), (2, 1)) SELECT
            """;

    [SkippableFact]
    public async Task Say_that_they_wait()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        await using var other = await shop.Target.OpenAsync();
        await TestSql.ExecuteAsync(other, $"BEGIN; {ImportLock.Lock}");

        var import = Tool.RunToEndAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        await Wait.UntilAsync(
            "the import waits",
            async () => await shop.Target.ScalarAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)") == "t"
        );
        await TestSql.ExecuteAsync(other, "COMMIT");

        Assert.Single((await import).Log.Of(nameof(Log.Waiting)));
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData(2, false)]
    [InlineData(8, false)]
    [InlineData(4, true)]
    public async Task All_end_well_without_duplicates(int count, bool truncateFirst)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);
        await using var holder = await Holder.TakeAsync(shop.Target, "LOCK TABLE customers IN SHARE MODE");

        // All of them are under way before the first may write.
        var imports = Enumerable
            .Range(0, count)
            .Select(_ => shop.ImportAsync(new ImportOptions { TruncateFirst = truncateFirst }))
            .ToList();
        await Wait.UntilAsync(
            "all imports wait",
            async () =>
                await shop.Target.ScalarAsync(
                    $"SELECT count(*) >= {count} FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ) == "t"
        );
        await holder.ReleaseAsync();
        var results = await Task.WhenAll(imports);

        Assert.Equal(
            truncateFirst ? 22 * count : 22,
            results.Sum(result => result.Tables.Sum(table => table.Inserted))
        );
        Assert.All(results, result => Assert.Equal(22, result.Tables.Sum(table => table.Inserted + table.Skipped)));
        Assert.Equal("2", await shop.Target.ScalarAsync("SELECT count(*) FROM heap WHERE a = 1"));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal(
            "22",
            await shop.Target.ScalarAsync(
                "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM orders) + (SELECT count(*) FROM items) + (SELECT count(*) FROM heap) + (SELECT count(*) FROM positions) + (SELECT count(*) FROM a) + (SELECT count(*) FROM b)"
            )
        );
    }
}
