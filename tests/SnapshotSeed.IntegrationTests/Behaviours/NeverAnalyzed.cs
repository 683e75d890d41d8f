using System.Globalization;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Wide tables of which PostgreSQL knows nothing count as one of a single row. Whatever it makes of that, no row is read
/// more than a few times.
/// </summary>
[Collection(OneServer.Name)]
public sealed class NeverAnalyzed(PostgresFixture postgres)
{
    private const int Rows = 4_000;

    private static readonly string Wide = string.Join(", ", Enumerable.Range(1, 17).Select(n => $"v{n} varchar(2000)"));

    private static readonly string Schema = $"""
        CREATE TABLE parents (id integer PRIMARY KEY, {Wide}) WITH (autovacuum_enabled = off);
        CREATE TABLE children (id integer PRIMARY KEY, parent integer REFERENCES parents, {Wide}) WITH (autovacuum_enabled = off);
        CREATE TABLE tree (id integer PRIMARY KEY, up integer REFERENCES tree, {Wide}) WITH (autovacuum_enabled = off)
        """;

    private static readonly string Data = FormattableString.Invariant(
        $"""
        INSERT INTO parents SELECT n FROM generate_series(1, {Rows}) n;
        INSERT INTO children SELECT n, 1 + n % {Rows} FROM generate_series(1, {2 * Rows}) n;
        INSERT INTO tree SELECT n, nullif(n / 2, 0) FROM generate_series(1, {Rows}) n
        """
    );

    [SkippableTheory]
    [InlineData("100")]
    [InlineData("3000")]
    [InlineData("6000")]
    [InlineData("100000")]
    public async Task Wide_tables_are_exported_imported_and_verified_without_reading_rows_again_and_again(string limit)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var exported = await ReadByAsync(
            shop.Source,
            ["export", "--source", shop.Source.Url, "--snapshot", shop.Folder, "--limit", limit]
        );
        var imported = await ReadByAsync(
            shop.Target,
            ["import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--verify"]
        );

        Assert.InRange(exported, 1, 60 * Rows);
        Assert.InRange(imported, 1, 60 * Rows);
    }

    /// <summary>How many rows the tool has read, in tables and indexes.</summary>
    private static async Task<long> ReadByAsync(TestDatabase database, string[] arguments)
    {
        var before = await CountAsync(database);
        var run = await Tool.RunVerbAsync(arguments);
        Assert.Equal(0, run.ExitCode);
        long after = before;
        await Wait.UntilAsync(
            "the server counts what was read",
            async () => (after = await CountAsync(database)) > before
        );
        return after - before;
    }

    private static async Task<long> CountAsync(TestDatabase database) =>
        long.Parse(
            await database.ScalarAsync(
                """
                SELECT coalesce(sum(seq_tup_read), 0) + (SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes)
                FROM pg_stat_user_tables
                """
            ) ?? "0",
            CultureInfo.InvariantCulture
        );
}
