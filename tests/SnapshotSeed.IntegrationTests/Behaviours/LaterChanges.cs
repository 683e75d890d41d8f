using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>What becomes of a verification once others have changed rows.</summary>
[Collection(OneServer.Name)]
public sealed class LaterChanges(PostgresFixture postgres)
{
    private const string Schema =
        "CREATE TABLE roles (name text PRIMARY KEY, note text); CREATE TABLE users (id integer PRIMARY KEY, role text REFERENCES roles)";

    private const string Seed = """
        #roles
        name note
        admin all
        user some
        #users
        id role
        1 admin
        """;

    [SkippableTheory]
    [InlineData("{}", 0)]
    [InlineData("""{ "onConflict": "update" }""", 3)]
    [InlineData("""{ "onConflict": "update", "tables": { "roles": { "onConflict": "skip" } } }""", 0)]
    [InlineData("""{ "tables": { "roles": { "onConflict": "fail" } } }""", 3)]
    [InlineData("""{ "expect": "equal" }""", 3)]
    [InlineData("""{ "expect": "equal", "tables": { "roles": { "expect": "present" } } }""", 0)]
    [InlineData("""{ "tables": { "roles": { "expect": "equal" } } }""", 3)]
    [InlineData("""{ "onConflict": "update", "expect": "present" }""", 0)]
    public async Task A_row_of_a_hand_written_folder_may_change_where_it_is_skipped(string configuration, int exitCode)
    {
        await using var seed = await SeededAsync();
        await seed.ImportAsync();
        await seed.Target.ExecuteAsync("UPDATE roles SET note = 'most' WHERE name = 'user'");
        var config = Path.Combine(seed.Parent, "config.json");
        await File.WriteAllTextAsync(config, configuration);

        var run = await RunAsync("verify", seed, "--config", config);

        Assert.Equal(exitCode, run.ExitCode);
        TextAssert.Contains(
            run.Output,
            exitCode == 0
                ? "✓ roles: 2 rows present, 1 changed since; the table has 2\n    changed since: name = user in note"
                : "✗ roles: 2 of 2 rows present, 1 differs; the table has 2\n    different: name = user in note"
        );
    }

    [SkippableFact]
    public async Task An_import_with_verification_ends_with_0_after_somebody_edited_a_row()
    {
        await using var seed = await SeededAsync();
        await seed.ImportAsync();
        await seed.Target.ExecuteAsync("UPDATE roles SET note = 'most' WHERE name = 'user'");

        var run = await RunAsync("import", seed, "--verify");
        var equal = await RunAsync("import", seed, "--verify", "--expect", "equal");
        var json = await RunAsync("import", seed, "--verify", "--json");

        Assert.Equal((0, 3, 0), (run.ExitCode, equal.ExitCode, json.ExitCode));
        TextAssert.Contains(run.Output, "1 changed since", "contains all 3 rows, 1 of them changed since");
        using var document = JsonDocument.Parse(json.Output);
        var roles = document
            .RootElement.GetProperty("verification")
            .GetProperty("tables")
            .EnumerateArray()
            .First(table => table.GetProperty("table").GetString() == "public.roles");
        Assert.Equal(
            (1, "present"),
            (roles.GetProperty("different").GetInt32(), roles.GetProperty("expected").GetString())
        );
        Assert.True(document.RootElement.GetProperty("verified").GetBoolean());
    }

    [SkippableTheory]
    [InlineData("DELETE FROM roles WHERE name = 'user'")]
    [InlineData("UPDATE roles SET name = 'guest' WHERE name = 'user'")]
    [InlineData(
        "ALTER TABLE users DROP CONSTRAINT users_role_fkey; INSERT INTO users VALUES (2, 'none'); ALTER TABLE users ADD FOREIGN KEY (role) REFERENCES roles NOT VALID"
    )]
    public async Task A_row_that_is_gone_and_a_reference_that_is_open_are_failures(string change)
    {
        await using var seed = await SeededAsync();
        await seed.ImportAsync();
        await seed.Target.ExecuteAsync(change);

        Assert.Equal(3, (await RunAsync("verify", seed, "--expect", "present")).ExitCode);
    }

    [SkippableFact]
    public async Task A_row_of_an_exported_snapshot_has_to_be_equal_unless_somebody_says_otherwise()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("UPDATE customers SET name = 'Eda' WHERE id = 1");

        var equal = await RunAsync("verify", shop);
        var present = await RunAsync("verify", shop, "--expect", "present");

        Assert.Equal((3, 0), (equal.ExitCode, present.ExitCode));
        TextAssert.Contains(present.Output, "changed since: id = 1 in name");
    }

    private async Task<Scenario> SeededAsync()
    {
        var scenario = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        HandWritten.Write(scenario.Folder, Seed);
        return scenario;
    }

    private static Task<ToolRun> RunAsync(string verb, Scenario scenario, params string[] options) =>
        Tool.RunToEndAsync([verb, "--target", scenario.Target.Url, "--snapshot", scenario.Folder, .. options]);
}
