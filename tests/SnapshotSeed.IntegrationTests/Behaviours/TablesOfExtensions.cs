using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables that belong to an extension: some of their rows may be the users' own.</summary>
[Collection(OneServer.Name)]
public sealed class TablesOfExtensions(PostgresFixture postgres)
{
    // The rows below ten come with the extension.
    private const string Schema = """
        CREATE TABLE units (id integer PRIMARY KEY, name text, larger integer REFERENCES units);
        CREATE TABLE settings (name text PRIMARY KEY);
        CREATE TABLE plain (name text PRIMARY KEY);
        INSERT INTO units VALUES (1, 'gram', NULL), (2, 'ton', NULL);
        CREATE EXTENSION citext;
        ALTER EXTENSION citext ADD TABLE units;
        ALTER EXTENSION citext ADD TABLE settings;
        ALTER EXTENSION citext ADD TABLE plain;
        UPDATE pg_extension SET extconfig = ARRAY['units'::regclass, 'settings'::regclass]::oid[],
            extcondition = ARRAY['WHERE id >= 10', ''] WHERE extname = 'citext';
        CREATE TABLE goods (id integer PRIMARY KEY, unit integer NOT NULL REFERENCES units)
        """;

    private const string Data = """
        INSERT INTO units VALUES (10, 'bag', 2), (11, 'box', 10), (12, 'crate', 11);
        INSERT INTO goods VALUES (1, 1), (2, 11), (3, 2)
        """;

    [SkippableFact]
    public async Task Rows_that_users_added_to_configuration_tables_are_in_the_snapshot()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data);

        var files = FolderContent.Read(shop.Folder);
        Assert.Equal(
            [("public.goods", 3), ("public.units", 3)],
            files.Tables.Select(table => (table.Name, table.Rows)).OrderBy(table => table.Name, StringComparer.Ordinal)
        );
        var first = await shop.ImportAsync();
        Assert.Equal((6, 0), (Inserted(first), Inserted(await shop.ImportAsync())));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal(6, Inserted(await shop.ImportAsync(new() { TruncateFirst = true })));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal("5", await shop.Target.ScalarAsync("SELECT count(*) FROM units"));
    }

    [SkippableFact]
    public async Task Those_in_other_tables_of_extensions_are_not_which_the_export_says_and_the_import_explains()
    {
        const string schema = """
            CREATE TABLE ref (id integer PRIMARY KEY);
            CREATE EXTENSION citext;
            ALTER EXTENSION citext ADD TABLE ref;
            CREATE TABLE t (id integer PRIMARY KEY, ref integer REFERENCES ref)
            """;
        await using var shop = await Scenario.CreateAsync(
            postgres,
            schema,
            "INSERT INTO ref VALUES (1), (2); INSERT INTO t VALUES (1, 1), (2, NULL), (3, 2)"
        );

        var export = await Tool.RunToEndAsync(["export", "--source", shop.Source.Url, "--snapshot", shop.Folder]);
        TextAssert.Contains(export.Errors, "t (ref) -> ref (id)", "ref belongs to an extension");
        var refusal = await shop.RefusalAsync();
        Assert.Equal(
            [(RowProblemKind.DanglingIntoExtension, "t.tsv", 2L), (RowProblemKind.DanglingIntoExtension, "t.tsv", 4L)],
            refusal.Problems.Places().Select(place => (place.Kind, place.File!, place.Line!.Value))
        );
        await shop.Target.ExecuteAsync("INSERT INTO ref VALUES (1), (2)");
        Assert.Equal(3, Inserted(await shop.ImportAsync()));
    }

    [SkippableFact]
    public async Task One_that_the_role_may_not_read_is_left_out_with_a_word()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        await shop.Source.ExecuteAsync(
            "CREATE ROLE reader LOGIN; GRANT SELECT ON goods TO reader; GRANT SELECT (id) ON units TO reader"
        );
        try
        {
            var url = shop.Source.UrlOf("reader");
            var export = await Tool.RunToEndAsync(["export", "--source", url, "--snapshot", shop.Folder]);

            Assert.Equal(0, export.ExitCode);
            TextAssert.Contains(export.Errors, "units: not exported", "cannot read");
            Assert.Equal(["public.goods"], FolderContent.Read(shop.Folder).Tables.Select(table => table.Name));
        }
        finally
        {
            await shop.Source.ExecuteAsync("DROP OWNED BY reader; DROP ROLE reader");
        }
    }

    private static long Inserted(ImportResult result) => result.Tables.Sum(table => table.Inserted);
}
