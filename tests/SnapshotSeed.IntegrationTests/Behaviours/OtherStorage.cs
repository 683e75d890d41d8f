using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose rows need not have places: another access method than heap, or other servers.</summary>
[Collection(OneServer.Name)]
public sealed class OtherStorage(PostgresFixture postgres)
{
    // What it does is heap's, what is known of it is only its name.
    private const string Method = "CREATE ACCESS METHOD columns TYPE TABLE HANDLER heap_tableam_handler;";

    private const string Schema = $"""
        {Method}
        CREATE TABLE shops (id integer PRIMARY KEY, name text) USING columns;
        CREATE TABLE events (shop integer NOT NULL REFERENCES shops, at integer, number text, note text,
            PRIMARY KEY (shop, at)) USING columns;
        CREATE TABLE notes (id integer PRIMARY KEY, shop integer NOT NULL, at integer NOT NULL,
            parent integer REFERENCES notes, FOREIGN KEY (shop, at) REFERENCES events);
        CREATE TABLE parts (id integer PRIMARY KEY, shop integer REFERENCES shops) PARTITION BY RANGE (id);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000) USING columns;
        CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (1000) TO (100000)
        """;

    private const string Data = """
        INSERT INTO shops SELECT n, 'shop ' || n FROM generate_series(1, 500) n;
        INSERT INTO events SELECT 1 + n % 500, n, n, NULL FROM generate_series(1, 3000) n;
        INSERT INTO notes SELECT n, 1 + n % 500, n, nullif(n / 2, 0) FROM generate_series(1, 3000) n;
        INSERT INTO parts SELECT n, 1 + n % 500 FROM generate_series(1, 3000) n
        """;

    [SkippableTheory]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task Rows_are_told_apart_by_the_key(int limit)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        await using var heap = await Scenario.CreateAsync(
            postgres,
            Schema.Replace(Method, "", StringComparison.Ordinal).Replace("USING columns", "", StringComparison.Ordinal),
            Data
        );

        await shop.ExportAsync(new() { Limit = limit });
        await heap.ExportAsync(new() { Limit = limit });

        FolderDifference.AssertNone(heap.Folder, shop.Folder);
        await shop.ImportAsync();
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        await shop.ImportAsync(new() { TruncateFirst = true });
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Conditions_and_what_comes_along_are_found_as_anywhere()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        await shop.ExportAsync(
            new()
            {
                Tables =
                {
                    ["shops"] = new() { Where = ["id % 5 = 0"] },
                    ["events"] = new() { With = ["notes"] },
                },
            }
        );

        var files = FolderContent.Read(shop.Folder);
        Assert.Empty(files.Dangling());
        Assert.Equal(100, files["public.shops"].Rows);
        await shop.ExportAsync(new() { Include = [new("shops", "id = 490") { Children = 500 }] });
        Assert.Empty(FolderContent.Read(shop.Folder).Dangling());
        await shop.ImportAsync();
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData(Method + "CREATE TABLE log (line text) USING columns", "log: stored by columns")]
    [InlineData(
        "CREATE TABLE log (id integer PRIMARY KEY, line text);"
            + "SET allow_system_table_mods = on; CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass);"
            + "GRANT SELECT ON pg_catalog.pg_dist_partition TO PUBLIC;"
            + "INSERT INTO pg_catalog.pg_dist_partition VALUES ('log')",
        "log: distributed table"
    )]
    public async Task A_table_without_places_or_key_is_refused_by_name(string schema, string reason)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            $"CREATE TABLE users (id integer PRIMARY KEY); {schema}",
            "INSERT INTO users VALUES (1); INSERT INTO log VALUES (1)"
        );

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ExportAsync());
        TextAssert.Contains(refusal.Message, reason);
        TextAssert.Contains(refusal.Hint, nameof(ExportOptions.Exclude));
        await shop.ExportAsync(new() { Exclude = ["log"] });
        Assert.Equal(["public.users"], FolderContent.Read(shop.Folder).Tables.Select(table => table.Name));
    }
}
