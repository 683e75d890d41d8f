using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Files that are gone, tables that a migration has dropped, and files without rows.</summary>
[Collection(OneServer.Name)]
public sealed class AbsentTables(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE tenants (id integer PRIMARY KEY, name text UNIQUE);
        CREATE TABLE devices (id integer PRIMARY KEY, tenant integer REFERENCES tenants, name text UNIQUE);
        CREATE TABLE readings (id integer PRIMARY KEY, device integer REFERENCES devices, at timestamptz)
        """;

    private const string Seed = """
        #tenants
        id name
        1 acme
        #devices
        id tenant name
        1 1 pump
        2 1 fan
        #readings
        id device at
        1 1 2026-05-01
        """;

    [SkippableFact]
    public async Task A_file_that_is_gone_is_an_error_that_names_the_option_with_which_it_is_skipped()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("TRUNCATE items, orders");
        File.Delete(shop.Path("customers.tsv"));

        var refused = await RunAsync("import", shop);
        var going = await RunAsync("import", shop, "--keep-going", "--verify");

        Assert.Equal((1, 1), (refused.ExitCode, going.ExitCode));
        TextAssert.Contains(refused.Errors, "customers.tsv", "--keep-going", "check --update");
        TextAssert.Contains(
            going.Output,
            "? customers: customers.tsv is missing",
            "orders: 4 new rows inserted",
            "✓ items: 6 rows present"
        );
        TextAssert.DoesNotContain(going.Output, "not loaded");
        var result = await shop.ImportAsync(new() { KeepGoing = true });
        Assert.Equal((RowProblemKind.NoFile, "customers.tsv", null), Assert.Single(result.Problems).Place());
    }

    [SkippableFact]
    public async Task A_table_that_was_asked_for_and_has_no_file_is_an_error_that_names_the_option_with_which_it_is_skipped()
    {
        await using var seed = await SeededAsync(Seed);

        var refused = await RunAsync("import", seed, "--table", "tenants", "--table", "campaigns");
        var content = await seed.Target.ContentAsync();
        var going = await RunAsync("import", seed, "--table", "tenants", "--table", "campaigns", "--keep-going");
        var alone = await RunAsync("import", seed, "--table", "campaigns", "--keep-going");
        var verified = await RunAsync("verify", seed, "--table", "tenants", "--table", "campaigns");

        Assert.Equal((2, 1, 1, 3), (refused.ExitCode, going.ExitCode, alone.ExitCode, verified.ExitCode));
        Assert.DoesNotContain("acme", content);
        TextAssert.Contains(refused.Errors, "no file for table campaigns", "tenants", "--keep-going");
        TextAssert.Contains(going.Output, "tenants: 1 new row inserted", "? campaigns: the snapshot has no file");
        TextAssert.DoesNotContain(going.Output, "devices");
        TextAssert.DoesNotContain(alone.Output, "devices", "tenants");
        TextAssert.Contains(verified.Output, "✓ tenants: 1 row present", "? campaigns: the snapshot has no file");
        TextAssert.DoesNotContain(verified.Output, "devices");
    }

    [SkippableTheory]
    [InlineData("import", "--keep-going")]
    [InlineData("import", "--verify")]
    [InlineData("verify", "--json")]
    public async Task A_table_whose_name_resembles_a_file_is_a_typing_error(string verb, string option)
    {
        await using var seed = await SeededAsync(Seed);

        var run = await RunAsync(verb, seed, "--table", "tennants", option);

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors + run.Output, "there is no table tennants");
    }

    [SkippableFact]
    public async Task A_file_that_was_removed_on_purpose_is_taken_out_of_the_manifest_and_open_references_are_named()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        File.Delete(shop.Path("customers.tsv"));

        var before = await Tool.RunToEndAsync("check", shop.Folder);
        var updated = await Tool.RunToEndAsync("check", shop.Folder, "--update");
        var after = await Tool.RunToEndAsync("check", shop.Folder, "--json");

        Assert.Equal((1, 0, 0), (before.ExitCode, updated.ExitCode, after.ExitCode));
        TextAssert.Contains(before.Errors, "customers.tsv: missing", "check --update");
        TextAssert.Contains(
            updated.Output,
            "customers: removed from snapshot.json",
            "? orders.tsv: 4 rows reference customers by customer_id (orders_customer)",
            "10 rows in 2 files, no problems"
        );
        using var json = JsonDocument.Parse(after.Output);
        Assert.Equal(1, json.RootElement.GetProperty("openReferences").GetArrayLength());
        Assert.False(json.RootElement.TryGetProperty("removed", out _));
        await shop.Target.ExecuteAsync(Shop.Data[..Shop.Data.IndexOf("INSERT INTO orders", StringComparison.Ordinal)]);
        Assert.Equal(10, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("""{ "tables": { "campaigns": { "key": ["name"] } } }""")]
    [InlineData("""{ "tables": { "ota.campaigns": { "onConflict": "update" }, "campaigns": { "ids": "assign" } } }""")]
    [InlineData("""{ "references": [{ "from": "readings(device)", "to": "campaigns(id)" }] }""")]
    [InlineData("""{ "time": { "exclude": ["campaigns.at"] } }""")]
    [InlineData("""{ "time": { "rebase": "now", "newest": ["campaigns.at", "readings.at"] } }""")]
    [InlineData("""{ "migrationTables": { "campaigns": "version" } }""")]
    public async Task A_table_that_the_configuration_names_and_the_target_lacks_is_not_found_and_the_rest_loads(
        string configuration
    )
    {
        await using var seed = await SeededAsync(Seed);
        var config = await ConfiguredAsync(seed, configuration);

        var refused = await RunAsync("import", seed, config);
        var written = await seed.Target.ScalarAsync("SELECT count(*) FROM tenants");
        var going = await RunAsync("import", seed, [.. config, "--keep-going"]);
        var verified = await RunAsync("verify", seed, config);
        var adapted = await RunAsync("import", seed, [.. config, "--drift", "adapt", "--verify"]);
        var part = await RunAsync("import", seed, [.. config, "--tables", "tenants,devices"]);

        Assert.Equal((1, "0", 1, 3), (refused.ExitCode, written, going.ExitCode, verified.ExitCode));
        TextAssert.Contains(refused.Errors, "campaigns: table not found", "--drift adapt would skip");
        TextAssert.Contains(going.Output, "? campaigns: table not found", "4 rows inserted");
        TextAssert.Contains(verified.Output, "? campaigns: table not found", "✓ readings: 1 row present");
        Assert.Equal((0, 0), (adapted.ExitCode, part.ExitCode));
        TextAssert.Contains(adapted.Output, "campaigns: skipped; the target has no such table");
        TextAssert.DoesNotContain(adapted.Output, "?");
        TextAssert.DoesNotContain(part.Output, "campaigns");
    }

    [SkippableFact]
    public async Task A_table_with_a_file_that_the_target_lacks_is_not_found_and_is_no_typing_error()
    {
        await using var seed = await SeededAsync(Seed + "\n#device\nid name\n1 old");
        var config = await ConfiguredAsync(seed, """{ "tables": { "device": { "key": ["name"] } } }""");

        var refused = await RunAsync("import", seed, config);
        var going = await RunAsync("import", seed, [.. config, "--keep-going", "--verify"]);
        var adapted = await RunAsync("import", seed, [.. config, "--drift", "adapt"]);

        Assert.Equal((1, 1, 0), (refused.ExitCode, going.ExitCode, adapted.ExitCode));
        TextAssert.Contains(going.Output, "? device: table not found", "4 rows inserted", "✓ devices: 2 rows present");
        Assert.Equal(2, going.Output.Split("? device: table not found").Length - 1);
        TextAssert.Contains(adapted.Output, "device: skipped with 1 row");
    }

    [SkippableFact]
    public async Task A_group_may_be_named_after_a_table_and_name_tables_without_files()
    {
        await using var seed = await SeededAsync(Seed[Seed.IndexOf("#devices", StringComparison.Ordinal)..]);
        await seed.Target.ExecuteAsync("INSERT INTO tenants VALUES (1, 'acme')");
        var config = await ConfiguredAsync(
            seed,
            """{ "groups": { "tenants": ["tenants"], "fleet": ["tenants", "devices"], "devices": ["devices", "readings"] } }"""
        );

        var all = await RunAsync("import", seed, config);
        var asked = await RunAsync("import", seed, [.. config, "--tables", "tenants"]);
        var going = await RunAsync("import", seed, [.. config, "--tables", "fleet", "--keep-going"]);
        var verified = await RunAsync("verify", seed, [.. config, "--tables", "fleet"]);

        Assert.Equal((0, 2, 1, 3), (all.ExitCode, asked.ExitCode, going.ExitCode, verified.ExitCode));
        TextAssert.Contains(asked.Errors, "no file for table tenants");
        TextAssert.Contains(going.Output, "? tenants: the snapshot has no file", "readings: 0 new rows inserted");
        TextAssert.Contains(verified.Output, "? tenants: the snapshot has no file", "✓ devices: 2 rows present");
    }

    [SkippableFact]
    public async Task A_hand_written_file_with_a_header_only_has_no_rows_and_is_not_verified()
    {
        await using var seed = await SeededAsync(Seed.Replace("\n1 1 2026-05-01", "", StringComparison.Ordinal));
        await using var exported = await Scenario.ExportedAsync(
            postgres,
            Schema,
            "INSERT INTO tenants VALUES (1, 'a')"
        );

        var run = await RunAsync("import", seed, "--verify");
        var asked = await RunAsync("verify", seed, "--tables", "readings");
        await exported.ImportAsync();

        Assert.Equal((3, 3), (run.ExitCode, asked.ExitCode));
        TextAssert.Contains(run.Output, "✓ devices: 2 rows present", "✗ readings: no rows", "1 file has no rows");
        TextAssert.Contains(asked.Output, "✗ readings: no rows");
        Assert.True((await exported.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Of_each_table_the_rows_of_the_file_and_of_the_table_are_told()
    {
        await using var seed = await SeededAsync(Seed);
        await seed.ImportAsync();
        await seed.Target.ExecuteAsync(
            "INSERT INTO devices SELECT n, 1, 'own ' || n FROM generate_series(10, 14) n; DELETE FROM readings"
        );

        var report = await seed.VerifyAsync();

        Assert.Equal(
            ["devices 2 0 7", "readings 1 1 0", "tenants 1 0 1"],
            report
                .Tables.OrderBy(table => table.Table, StringComparer.Ordinal)
                .Select(table => $"{table.Table} {table.Rows} {table.Missing} {table.TableRows}")
        );
        TextAssert.Contains(
            report.ToString(),
            "✓ devices: 2 rows present; the table has 7",
            "✗ readings: 0 of 1 rows present, 1 missing; the table has 0"
        );
    }

    private async Task<Scenario> SeededAsync(string seed)
    {
        var scenario = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        HandWritten.Write(scenario.Folder, seed);
        return scenario;
    }

    private static async Task<string[]> ConfiguredAsync(Scenario scenario, string configuration)
    {
        var file = Path.Combine(scenario.Parent, "config.json");
        await File.WriteAllTextAsync(file, configuration);
        return ["--config", file];
    }

    private static Task<ToolRun> RunAsync(string verb, Scenario scenario, params string[] options) =>
        Tool.RunToEndAsync([verb, "--target", scenario.Target.Url, "--snapshot", scenario.Folder, .. options]);
}
