using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose only unique key has a column that may be NULL.</summary>
[Collection(OneServer.Name)]
public sealed class NullableKeys(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(6)]
    [InlineData(6000)]
    public async Task Tell_apart_the_rows_that_give_all_of_their_values_and_the_others_are_compared_whole(int rows)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE t (a integer NOT NULL, b integer, v text, UNIQUE (a, b))",
            $"INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN n END, 'v' FROM generate_series(1, {rows}) n; INSERT INTO t VALUES (3, NULL, 'v'), (3, NULL, 'w')"
        );
        await shop.ExportAsync(new() { Limit = 10_000 });
        var first = await shop.ImportAsync();

        // One differs under its key, one with a copy is gone.
        await shop.Target.ExecuteAsync(
            "UPDATE t SET v = 'changed' WHERE a = 1; DELETE FROM t WHERE ctid = (SELECT ctid FROM t WHERE a = 3 AND v = 'v' LIMIT 1)"
        );
        var before = await shop.VerifyAsync();
        var second = (await shop.ImportAsync()).Tables.Single();
        var third = (await shop.ImportAsync()).Tables.Single();
        var after = await shop.VerifyAsync();

        Assert.Equal(rows + 2, first.Tables.Single().Inserted);
        Assert.Equal((1, 1), (before.Tables[0].Missing, before.Tables[0].Different));
        Assert.Equal((1, rows + 1, 1), (second.Inserted, second.Skipped, second.Different));
        Assert.Equal((0, rows + 2, 1), (third.Inserted, third.Skipped, third.Different));
        Assert.Equal((0, 1), (after.Tables[0].Missing, after.Tables[0].Different));
        Assert.Equal("a = 1, b = 1", Assert.Single(after.Tables[0].DifferentKeys));
        Assert.Equal("changed", await shop.Target.ScalarAsync("SELECT v FROM t WHERE a = 1"));
    }
}
