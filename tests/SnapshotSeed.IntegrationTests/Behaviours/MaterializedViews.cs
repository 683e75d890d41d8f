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

    private const string Rows = "SELECT concat_ws(' ', z.n, a.n) FROM z_first z, a_second a";

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
        var late = await ImportAsync("--refresh-views");
        var lateRows = await shop.Target.ScalarAsync(Rows);
        var unchanged = await ImportAsync();
        var refreshed = await ImportAsync("--truncate-first", "--refresh-views", "--verify");

        Assert.Equal((0, 0, 0), (named.ExitCode, again.ExitCode, refreshed.ExitCode));
        TextAssert.Contains(named.Output, "not refreshed: z_first, a_second", "--refresh-views");
        TextAssert.Contains(again.Output, "not refreshed: a_second", "--refresh-views");
        TextAssert.DoesNotContain(again.Output, "z_first");

        // It inserted nothing, and refreshed what the first import had left.
        TextAssert.Contains(late.Output, "items: 0 new rows inserted");
        TextAssert.DoesNotContain(late.Output, "not refreshed");
        Assert.Equal("7 8", lateRows);
        TextAssert.DoesNotContain(unchanged.Output, "not refreshed");
        TextAssert.DoesNotContain(refreshed.Output, "z_first");
        Assert.Equal("7 8", await shop.Target.ScalarAsync(Rows));

        Task<ToolRun> ImportAsync(params string[] options) =>
            Tool.RunToEndAsync(["import", "--target", shop.Target.Url, "--snapshot", shop.Folder, .. options]);
    }
}
