using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class MaterializedViews(PostgresFixture postgres)
{
    // The names are in the wrong order to refresh them by.
    private const string Schema = """
        CREATE TABLE items (id integer, place integer NOT NULL) PARTITION BY RANGE (place);
        CREATE TABLE items_1 PARTITION OF items FOR VALUES FROM (0) TO (100);
        CREATE TABLE others (id integer PRIMARY KEY);
        CREATE VIEW between AS SELECT id FROM items_1;
        CREATE MATERIALIZED VIEW z_first AS SELECT count(*) AS n FROM between;
        CREATE MATERIALIZED VIEW a_second AS SELECT n + 1 AS n FROM z_first WITH NO DATA;
        CREATE MATERIALIZED VIEW of_nothing AS SELECT 1 AS n
        """;

    [SkippableFact]
    public async Task Over_loaded_tables_are_named_or_refreshed_in_their_order()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Schema,
            "INSERT INTO items SELECT n, n FROM generate_series(1, 7) n"
        );

        var named = await ImportAsync();
        var again = await ImportAsync();
        var refreshed = await ImportAsync("--truncate-first", "--refresh-views", "--verify");

        Assert.Equal((0, 0, 0), (named.ExitCode, again.ExitCode, refreshed.ExitCode));
        TextAssert.Contains(named.Output, "not refreshed: z_first, a_second", "--refresh-views");
        TextAssert.DoesNotContain(again.Output, "z_first");
        TextAssert.DoesNotContain(refreshed.Output, "z_first");
        Assert.Equal(
            "7 8",
            await shop.Target.ScalarAsync("SELECT concat_ws(' ', z.n, a.n) FROM z_first z, a_second a")
        );

        Task<ToolRun> ImportAsync(params string[] options) =>
            Tool.RunToEndAsync(["import", "--target", shop.Target.Url, "--snapshot", shop.Folder, .. options]);
    }
}
