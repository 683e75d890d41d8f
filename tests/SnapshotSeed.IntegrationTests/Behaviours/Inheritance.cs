using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose rows are in tables that inherit from them.</summary>
[Collection(OneServer.Name)]
public sealed class Inheritance(PostgresFixture postgres)
{
    // As an extension does that cuts tables into chunks.
    private const string Chunked = """
        CREATE TABLE devices (id integer PRIMARY KEY);
        CREATE TABLE measures (at integer, device integer NOT NULL REFERENCES devices, value integer, PRIMARY KEY (at, device));
        CREATE EXTENSION citext;
        CREATE SCHEMA chunks;
        CREATE TABLE chunks.measures_1 (CHECK (at < 500), PRIMARY KEY (at, device)) INHERITS (measures);
        CREATE TABLE chunks.measures_2 (CHECK (at >= 500), PRIMARY KEY (at, device)) INHERITS (measures);
        ALTER EXTENSION citext ADD SCHEMA chunks;
        CREATE FUNCTION to_chunk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF new.at < 500 THEN INSERT INTO chunks.measures_1 VALUES (new.*);
            ELSE INSERT INTO chunks.measures_2 VALUES (new.*); END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER to_chunk BEFORE INSERT ON measures FOR EACH ROW EXECUTE FUNCTION to_chunk()
        """;

    [SkippableTheory]
    [InlineData(20)]
    [InlineData(10_000)]
    public async Task Rows_in_the_tables_of_an_extension_are_those_of_the_parent(int limit)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Chunked,
            "INSERT INTO devices SELECT generate_series(1, 300); INSERT INTO measures SELECT n, 1 + n * 7 % 300, n FROM generate_series(1, 9000) n"
        );

        await shop.ExportAsync(new() { Limit = limit });

        var files = FolderContent.Read(shop.Folder);
        Assert.Equal(
            ["public.devices", "public.measures"],
            files.Tables.Select(table => table.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(Math.Min(limit, 9000), files["public.measures"].Rows);
        Assert.Empty(files.Dangling());
        var first = await shop.ImportAsync();
        var second = await shop.ImportAsync();
        Assert.Equal(
            (Math.Min(limit, 9000), 0),
            (first.Tables.Single(t => t.Table == "measures").Inserted, second.Tables.Sum(t => t.Inserted))
        );
        Assert.True((await shop.VerifyAsync()).Succeeded);
        await shop.ImportAsync(new() { TruncateFirst = true });
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Who_names_a_parent_means_its_children_and_is_told_where_they_are_left_out()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c () INHERITS (p); CREATE TABLE d () INHERITS (c); CREATE TABLE other (id integer)",
            "INSERT INTO c VALUES (1), (2); INSERT INTO d VALUES (3); INSERT INTO other VALUES (4)"
        );

        var named = await ExportAsync("--tables", "p");
        Assert.Equal(["public.c", "public.d", "public.p"], Tables());
        var excluded = await ExportAsync("--tables", "p", "--exclude", "d", "--replace");
        Assert.Equal(["public.c", "public.p"], Tables());

        Assert.Equal((0, 0), (named.ExitCode, excluded.ExitCode));
        TextAssert.DoesNotContain(named.Errors, "inherits");
        TextAssert.Contains(excluded.Errors, "the rows of d, which inherits from it");

        Task<ToolRun> ExportAsync(params string[] options) =>
            Tool.RunToEndAsync(["export", "--source", shop.Source.Url, "--snapshot", shop.Folder, .. options]);

        IEnumerable<string> Tables() =>
            FolderContent.Read(shop.Folder).Tables.Select(table => table.Name).Order(StringComparer.Ordinal);
    }
}
