using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Folders that no export has written: TSV files by the tables' names.</summary>
[Collection(OneServer.Name)]
public sealed class HandWrittenFolders(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE items (id integer PRIMARY KEY, title text NOT NULL, meta jsonb, note text DEFAULT 'none', created date DEFAULT '2026-01-01');
        CREATE TABLE jobs (id integer PRIMARY KEY, item integer REFERENCES items, state text);
        CREATE SCHEMA audit;
        CREATE TABLE audit."Log Lines" (line text)
        """;

    [SkippableFact]
    public async Task A_legacy_folder_loads_quoted_with_empty_fields_for_NULL()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        Write(
            shop,
            (
                "items.tsv",
                "\"id\"\t\"title\"\t\"meta\"\n\"1\"\t\"tab\there\"\t\"{\"\"a\"\": \"\"\"\"}\"\n2\t\"\"\t\n\"3\"\t\"two\nlines\"\t\"{}\"\n"
            ),
            (
                "jobs.tsv",
                "id\titem\n"
                    + string.Concat(
                        Enumerable
                            .Range(1, 50)
                            .Select(i => $"{i}\t{(i % 10 == 0 ? "1" : i % 10 == 1 ? "" : $"{i + 100}")}\n")
                    )
            ),
            ("audit.Log%20Lines.tsv", "line\n\\N\n\"\"\n")
        );

        var refused = await ImportAsync(shop);
        var going = await ImportAsync(shop, "--keep-going");

        Assert.Equal((1, 1), (refused.ExitCode, going.ExitCode));
        TextAssert.Contains(refused.Errors, "jobs.tsv line 3", "jobs.tsv line 50", "Nothing was written");
        TextAssert.Contains(
            going.Output,
            "jobs: 10 new rows inserted, 40 not loaded",
            "items: 3 new rows inserted",
            "40 rows were not loaded"
        );
        Assert.Equal(
            ["1|tab\there|{\"a\": \"\"}|none|2026-01-01", "2|||none|2026-01-01", "3|two\nlines|{}|none|2026-01-01"],
            (await shop.Target.RowsAsync("SELECT * FROM items ORDER BY id")).Select(row => string.Join('|', row))
        );
        Assert.Equal("5", await shop.Target.ScalarAsync("SELECT count(*) FROM jobs WHERE item IS NULL"));
        Assert.Equal(
            "\\N ",
            await shop.Target.ScalarAsync("SELECT string_agg(line, ' ' ORDER BY line DESC) FROM audit.\"Log Lines\"")
        );
    }

    [SkippableTheory]
    [InlineData(10)]
    [InlineData(7_000)]
    public async Task Columns_that_the_header_lacks_get_their_defaults_in_large_files_too(int rows)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        Write(
            shop,
            (
                "items.tsv",
                "title\tid\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"\"title {i}\"\t{i}\n"))
            ),
            ("jobs.tsv", "id\tstate\titem\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"{i}\t\t{i}\n")))
        );

        var first = await ImportAsync(shop, "--verify");
        var second = await ImportAsync(shop, "--verify", "--on-conflict", "update");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        TextAssert.Contains(first.Output, $"{2 * rows} rows inserted");
        TextAssert.Contains(second.Output, $"0 rows inserted, {2 * rows} skipped");
        Assert.Equal(
            $"{rows} {rows}",
            await shop.Target.ScalarAsync(
                "SELECT concat_ws(' ', (SELECT count(*) FROM items WHERE note = 'none'), (SELECT count(*) FROM jobs WHERE state IS NULL))"
            )
        );
    }

    [SkippableFact]
    public async Task Everything_that_is_wrong_with_its_files_is_told_before_the_first_write()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        Write(shop, ("items.tsv", "id\ttitel\n1\ta\n"), ("item.tsv", "id\n1\n"), ("jobs.tsv", "id\tid\n1\t1\n"));

        var misfit = await ImportAsync(shop);
        Write(shop, ("public.items.tsv", "id\ttitle\n"), ("jobs.tsv", ""));
        var names = await ImportAsync(shop);
        File.Delete(shop.Path("public.items.tsv"));
        var header = await ImportAsync(shop);

        Assert.Equal((1, 1, 1), (misfit.ExitCode, names.ExitCode, header.ExitCode));
        TextAssert.Contains(
            misfit.Errors,
            "items.tsv line 1",
            "titel",
            "title",
            "item: table not found in the target",
            "jobs.tsv line 1",
            "2 times",
            "Nothing was written"
        );
        TextAssert.Contains(names.Errors, "items: several files: items.tsv, public.items.tsv");
        TextAssert.Contains(header.Errors, "jobs.tsv line 1: missing header line");
    }

    [SkippableTheory]
    [InlineData("stray.tsv", "id\n1\n", 1, "stray.tsv: not in the manifest")]
    [InlineData(
        "snapshot.json",
        "{\"format\": 1, \"tables\": [{\"schema\": \"public\", \"name\": \"items\"}]}",
        1,
        "tables[0]: \"file\" is missing"
    )]
    [InlineData("snapshot.json", "{\"format\": 1}", 1, "\"tables\" is missing")]
    public async Task A_manifest_that_does_not_fit_its_folder_is_refused(
        string file,
        string text,
        int exitCode,
        string fact
    )
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, "INSERT INTO items VALUES (1, 'a')");
        Write(shop, (file, text));

        var run = await ImportAsync(shop);

        Assert.Equal(exitCode, run.ExitCode);
        TextAssert.Contains(run.Errors, fact);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM items"));
    }

    [SkippableTheory]
    [InlineData("""{ "groups": { "none": [] } }""", "none has no members")]
    [InlineData("""{ "groups": { "a": ["b"], "b": ["items", "a"] } }""", "contains itself")]
    [InlineData("""{ "tables": { "items": { "key": ["titel"] } } }""", "did you mean title?")]
    [InlineData("""{ "tables": { "item": { "ids": "assign" } } }""", "there is no table item")]
    [InlineData("""{ "onConflict": "upsert" }""", "skip, update or fail")]
    public async Task A_configuration_that_does_not_fit_is_refused(string configuration, string fact)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, "INSERT INTO items VALUES (1, 'a')");
        var file = Path.Combine(shop.Parent, "config.json");
        await File.WriteAllTextAsync(file, configuration);

        var run = await ImportAsync(shop, "--config", file);

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, fact);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM items"));
    }

    private static void Write(Scenario shop, params (string File, string Text)[] files)
    {
        Directory.CreateDirectory(shop.Folder);
        foreach (var (file, text) in files)
            File.WriteAllText(shop.Path(file), text);
    }

    private static Task<ToolRun> ImportAsync(Scenario shop, params string[] options) =>
        Tool.RunToEndAsync([
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--null",
            "",
            .. options,
        ]);
}
