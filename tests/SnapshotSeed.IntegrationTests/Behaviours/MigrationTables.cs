using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables of migration tools are no data, and their newest version is in the manifest.</summary>
[Collection(OneServer.Name)]
public sealed class MigrationTables(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(
        "migrations (id serial, timestamp bigint, name text)",
        "(1, 1700000000000, 'A1'), (2, 1800000000000, 'B2'), (3, 900000000000, 'C3')",
        "B2"
    )]
    [InlineData(
        "migrations (id serial, migration text, batch integer)",
        "(9, '2024_a', 1), (10, '2024_b', 2)",
        "2024_b"
    )]
    [InlineData(
        "mikro_orm_migrations (id serial, name text, executed_at timestamptz)",
        "(9, 'M1', now()), (10, 'M2', now())",
        "M2"
    )]
    [InlineData(
        "\"VersionInfo\" (\"Version\" bigint, \"AppliedOn\" timestamp, \"Description\" text)",
        "(9, now(), 'a'), (10, now(), 'b')",
        "10"
    )]
    [InlineData(
        "phinxlog (version bigint, migration_name text, start_time timestamp, end_time timestamp)",
        "(20240101000000, 'a'), (20231231000000, 'b')",
        "20240101000000"
    )]
    [InlineData("schema_info (version integer)", "(12)", "12")]
    [InlineData("schema_migrations (filename text)", "('001_a.rb'), ('002_b.rb')", "002_b.rb")]
    [InlineData(
        "refinery_schema_history (version integer, name text, applied_on text, checksum text)",
        "(9, 'a'), (10, 'b')",
        "10"
    )]
    [InlineData(
        "atlas_schema_revisions (version text, description text, applied integer)",
        "('20240101', 'a', 1), ('20240202', 'b', 1)",
        "20240202"
    )]
    [InlineData("flyway_schema_history (installed_rank integer, version text)", "(1, '9'), (2, '10'), (3, NULL)", null)]
    [InlineData(
        "storage.migrations (id integer, name text, hash text, executed_at timestamp)",
        "(9, 'initial'), (10, 'search')",
        "search"
    )]
    public async Task Are_left_out_with_their_version_kept(string table, string rows, string? version)
    {
        var name = table[..table.IndexOf(' ', StringComparison.Ordinal)];
        await using var shop = await Scenario.CreateAsync(
            postgres,
            $"CREATE SCHEMA storage; CREATE TABLE items (id integer PRIMARY KEY); CREATE TABLE {table}",
            $"INSERT INTO items VALUES (1); INSERT INTO {name} VALUES {rows}"
        );

        await shop.ExportAsync();

        Assert.Equal("public.items", Assert.Single(FolderContent.Read(shop.Folder).Tables).Name);
        TextAssert.Contains(
            await File.ReadAllTextAsync(shop.Path("snapshot.json")),
            version is null ? "\"migration\": null" : $"\"version\":\"{version}\""
        );
    }

    [SkippableFact]
    public async Task Of_a_tool_of_their_own_are_named_in_the_configuration_and_groups_stand_for_tables()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TABLE my_versions (number integer);
            CREATE TABLE items (id integer PRIMARY KEY);
            CREATE TABLE parts (id integer PRIMARY KEY, item integer REFERENCES items);
            CREATE TABLE people (id integer PRIMARY KEY)
            """,
            """
            INSERT INTO my_versions VALUES (9), (10);
            INSERT INTO items VALUES (1);
            INSERT INTO parts VALUES (1, 1);
            INSERT INTO people VALUES (1)
            """
        );
        var configuration = Path.Combine(shop.Parent, "own.json");
        await File.WriteAllTextAsync(
            configuration,
            """{"migrationTables": {"my_versions": "number"}, "groups": {"stock": ["items", "parts"], "all": ["stock", "people"]}}"""
        );

        var exported = await RunAsync("export", "--source", shop.Source.Url, "--tables", "all");
        var imported = await RunAsync("import", "--target", shop.Target.Url, "--tables", "stock");

        Assert.Equal((0, 0), (exported.ExitCode, imported.ExitCode));
        TextAssert.Contains(await File.ReadAllTextAsync(shop.Path("snapshot.json")), "\"version\":\"10\"");
        Assert.Equal(
            ["public.items", "public.parts", "public.people"],
            FolderContent.Read(shop.Folder).Tables.Select(table => table.Name).Order(StringComparer.Ordinal)
        );
        TextAssert.Contains(imported.Output, "items: 1 new", "parts: 1 new");
        TextAssert.DoesNotContain(imported.Output, "people");
        var refused = await RunAsync("import", "--target", shop.Target.Url, "--tables", "stok");
        Assert.Equal(2, refused.ExitCode);
        TextAssert.Contains(refused.Errors, "stok", "Groups: all, stock");

        Task<ToolRun> RunAsync(params string[] arguments) =>
            Tool.RunToEndAsync([.. arguments, "--config", configuration, "--snapshot", shop.Folder]);
    }

    [SkippableFact]
    public async Task Whose_column_does_not_exist_are_wrong_usage()
    {
        await using var shop = await Scenario.CreateAsync(postgres, "CREATE TABLE books (number integer)", "SELECT");
        var options = new ExportOptions { MigrationTables = { ["books"] = "version" } };

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ExportAsync(options));

        TextAssert.Contains(refusal.Message, "MigrationTables", "books", "version");
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
    }
}
