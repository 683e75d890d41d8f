using System.Data;
using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>What the tool does, from C#.</summary>
[Collection(OneServer.Name)]
public sealed class InCode(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task The_three_typical_tasks()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await using var demo = NpgsqlDataSource.Create(shop.Source.ConnectionString);
        await using var test = NpgsqlDataSource.Create(shop.Target.ConnectionString);
        var seen = new List<SnapshotProgress>();
        var progress = new Progress(seen);

        var exported = await SnapshotExporter.ExportAsync(
            demo,
            shop.Folder,
            new() { Limit = 50, Tables = { ["items"] = new() { Limit = 5 } } },
            progress
        );
        var imported = await SnapshotImporter.ImportAsync(
            test,
            shop.Folder,
            new() { OnConflict = ConflictMode.Update },
            progress
        );
        var report = await SnapshotImporter.VerifyAsync(test, shop.Folder);
        report.ThrowIfDifferent();

        TextAssert.Contains(exported.ToString(), "items: 5 rows", "Exported 12 rows of 3 tables");
        TextAssert.Contains(imported.ToString(), "customers: 3 new rows inserted", "12 rows inserted, 0 skipped");
        TextAssert.Contains(report.ToString(), "Verified");
        Assert.Equal(
            ["1 of 3: customers, 3 rows", "2 of 3: orders, 4 rows", "3 of 3: items, 5 rows"],
            seen.Take(3).Select(step => step.ToString())
        );
        Assert.Equal(6, seen.Count);
        TextAssert.Contains((await SnapshotImporter.PlanAsync(test, shop.Folder)).ToString(), "insert      customers");
        TextAssert.Contains((await SnapshotExporter.PlanAsync(demo)).ToString(), "customers");
        await shop.Target.ExecuteAsync("UPDATE orders SET total = 1 WHERE id = 10");
        var different = await SnapshotImporter.VerifyAsync(test, shop.Folder);
        TextAssert.Contains(
            Assert.Throws<SnapshotSeedException>(different.ThrowIfDifferent).Message,
            "id = 10 in total"
        );
    }

    [SkippableFact]
    public async Task Refusals_are_data_and_speak_of_no_command_line()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "10\t1\t10.00", "10\t9\t10.00");
        await using var test = NpgsqlDataSource.Create(shop.Target.ConnectionString);

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotImporter.ImportAsync(test, shop.Folder)
        );
        var unknown = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotImporter.ImportAsync(test, shop.Folder, new() { Only = ["oders"] })
        );

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal(
            (RowProblemKind.Dangling, "orders.tsv", 2L, "orders"),
            (problem.Kind, problem.File, problem.Line, problem.Table.ToString())
        );
        TextAssert.DoesNotContain($"{refusal.Message} {refusal.Hint} {unknown.Message} {unknown.Hint}", "--");
    }

    [SkippableFact]
    public async Task What_a_reader_must_know_is_in_the_warnings()
    {
        const string versions = "CREATE TABLE schema_migrations (version varchar PRIMARY KEY)";
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            $"{Shop.Schema}; {versions}",
            $"{Shop.Data}; INSERT INTO schema_migrations VALUES ('1')"
        );
        await using var test = NpgsqlDataSource.Create(shop.Target.ConnectionString);
        var quiet = await SnapshotImporter.ImportAsync(test, shop.Folder);
        await shop.Target.ExecuteAsync("INSERT INTO schema_migrations VALUES ('2')");
        await shop.EditAsync("orders.tsv", "10\t1\t10.00", "10\t1\t99.00");

        var result = await SnapshotImporter.ImportAsync(test, shop.Folder);

        Assert.Empty(quiet.Warnings);
        TextAssert.Contains(
            string.Join('\n', result.Warnings),
            "migration 1, the target is at 2",
            "orders.tsv was edited",
            "orders: 1 row differs from the snapshot"
        );
        Assert.Equal(3, result.Warnings.Length);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_is_given_back_as_it_came(bool isOpen)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = new NpgsqlConnection(shop.Target.ConnectionString);
        if (isOpen)
            await connection.OpenAsync();

        await SnapshotImporter.ImportAsync(connection, shop.Folder);
        await shop.EditAsync("orders.tsv", "10\t1\t10.00", "10\tnobody\t10.00");
        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotImporter.ImportAsync(connection, shop.Folder, new() { TruncateFirst = true })
        );

        Assert.Equal(isOpen ? ConnectionState.Open : ConnectionState.Closed, connection.State);
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT count(*) FROM orders"));
    }

    [SkippableFact]
    public async Task A_running_transaction_is_joined_and_stays_usable_whatever_happens()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = new NpgsqlConnection(shop.Target.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await TestSql.RowsAsync(connection, "SELECT set_config('search_path', 'public, pg_temp', true)");

        await SnapshotImporter.ImportAsync(connection, shop.Folder);
        (await SnapshotImporter.VerifyAsync(connection, shop.Folder)).ThrowIfDifferent();
        await shop.EditAsync("orders.tsv", "10\t1\t10.00", "10\tnobody\t10.00");
        await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            SnapshotImporter.ImportAsync(connection, shop.Folder, new() { TruncateFirst = true })
        );

        var rows = await TestSql.RowsAsync(
            connection,
            "SELECT concat_ws('|', current_setting('search_path'), count(*)) FROM orders"
        );
        Assert.Equal("public, pg_temp|4", rows.Single()[0]);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM orders"));
        await transaction.CommitAsync();
        Assert.Equal("4", await shop.Target.ScalarAsync("SELECT count(*) FROM orders"));
    }

    [SkippableFact]
    public async Task No_await_returns_to_the_callers_context()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var test = NpgsqlDataSource.Create(shop.Target.ConnectionString);

        // One that runs nothing: whoever returned to it would never go on.
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new DeadContext());
        Task<ImportResult> import;
        try
        {
            import = SnapshotImporter.ImportAsync(test, shop.Folder);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Equal(13, (await Wait.ForAsync("the import ends", import)).Tables.Sum(table => table.Inserted));
    }

    private sealed class Progress(List<SnapshotProgress> seen) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => seen.Add(value);
    }
}
