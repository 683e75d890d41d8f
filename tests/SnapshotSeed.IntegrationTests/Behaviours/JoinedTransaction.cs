using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>An import, a plan or a verification on a connection whose transaction is running takes part in it.</summary>
[Collection(OneServer.Name)]
public sealed class JoinedTransaction(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decides_what_becomes_of_an_import(bool isCommitted)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = await shop.Target.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var importer = new ImportRun(connection);

        await importer.PlanAsync(shop.Folder, new ImportOptions());
        var result = await importer.ImportAsync(shop.Folder, new ImportOptions());
        var report = await result.CompareAsync(connection, default);
        await (isCommitted ? transaction.CommitAsync() : transaction.RollbackAsync());

        Assert.Equal(13, result.Tables.Sum(table => table.Inserted));
        Assert.True(report.Succeeded);
        Assert.Equal(isCommitted ? "3" : "0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableFact]
    public async Task Has_its_settings_back_and_its_own_work_left()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = await shop.Target.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TestSql.ExecuteAsync(
            connection,
            "SET LOCAL DateStyle = 'German'; SET LOCAL search_path = public; INSERT INTO customers VALUES (9, 'x@y', 'X')"
        );

        await new ImportRun(connection).ImportAsync(shop.Folder, new ImportOptions());

        Assert.Equal(["German, DMY", "public", "4"], await StateAsync(connection));
    }

    [SkippableFact]
    public async Task Goes_on_after_a_refusal()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "10.00", "-10.00");
        await using var connection = await shop.Target.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TestSql.ExecuteAsync(
            connection,
            "SET LOCAL DateStyle = 'German'; SET LOCAL search_path = public; INSERT INTO customers VALUES (9, 'x@y', 'X')"
        );

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            new ImportRun(connection).ImportAsync(shop.Folder, new ImportOptions())
        );

        Assert.Equal(RowProblemKind.Check, Assert.Single(refusal.Problems).Kind);
        Assert.Equal(["German, DMY", "public", "1"], await StateAsync(connection));
    }

    [SkippableFact]
    public async Task Is_none_that_an_export_takes_part_in()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = await shop.Source.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new ExportRun(connection).ExportAsync(shop.Folder, new())
        );

        Assert.False(Directory.Exists(shop.Folder));
    }

    private static async Task<List<string?>> StateAsync(NpgsqlConnection connection) =>
        [
            .. (
                await TestSql.RowsAsync(
                    connection,
                    "SELECT current_setting('DateStyle'), current_setting('search_path'), count(*)::text FROM customers"
                )
            )[0],
        ];
}
