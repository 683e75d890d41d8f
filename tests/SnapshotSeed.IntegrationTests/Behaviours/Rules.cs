using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Rules(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("id integer PRIMARY KEY, v text", 3)]
    [InlineData("id integer, v text", 3)]
    [InlineData("id integer PRIMARY KEY, v text", 6_000)]
    public async Task That_write_other_rows_do_so_once_for_each_row_that_is_inserted(string columns, int rows)
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t ({columns})",
            $"INSERT INTO t SELECT n, 'v' || n FROM generate_series(1, {rows}) n",
            new() { Limit = rows }
        );
        await table.Target.ExecuteAsync(
            "CREATE TABLE log (id integer, v text); CREATE RULE also AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.id, NEW.v); INSERT INTO t VALUES (2, 'v2')"
        );

        var first = (await table.ImportAsync()).Tables.Single();
        var second = (await table.ImportAsync()).Tables.Single();

        Assert.Equal((rows - 1, 1), (first.Inserted, first.Skipped));
        Assert.Equal((0, rows), (second.Inserted, second.Skipped));
        Assert.Equal($"{rows}", await table.Target.ScalarAsync("SELECT count(*) FROM log"));
        Assert.Equal("t", await table.Target.ScalarAsync("SELECT bool_and(v = 'v' || id) FROM log"));
        Assert.True((await table.VerifyAsync()).Succeeded);
    }
}
