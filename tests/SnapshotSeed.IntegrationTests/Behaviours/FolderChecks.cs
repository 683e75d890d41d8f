using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Snapshot folders that are judged without a database.</summary>
[Collection(OneServer.Name)]
public sealed class FolderChecks(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task An_exported_folder_is_sound_whatever_its_types_and_stays_so_when_it_is_edited_well()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            $"""
            {Shop.Schema};
            CREATE TYPE mood AS ENUM ('fine');
            CREATE TABLE kinds (id uuid PRIMARY KEY, a smallint, b bigint, c boolean, d date, e jsonb, f numeric(8,3), g real, h char(4), i varchar(3),
                j timestamptz, k integer[], l mood, m bytea, n interval, o int4range, p inet, q double precision)
            """,
            $$$"""
            {{{Shop.Data}}};
            INSERT INTO kinds VALUES (gen_random_uuid(), -32768, 9223372036854775807, true, '-infinity', '{"a": [1, null, "x\ty"]}', 'NaN', '1e-7', 'ab',
                'äöü', 'infinity', '{1,NULL}', 'fine', '\x00ff', '1 mon -3 days', '[1,5)', '10.0.0.0/8', '-Infinity'),
                (gen_random_uuid(), 0, 0, false, '0044-03-15 BC', 'null', 12345.678, 0, '', '', now(), '{}', 'fine', '', '0', 'empty', '::1', 1.5e300)
            """
        );

        var sound = await CheckAsync(shop.Folder);
        await shop.EditAsync("orders.tsv", "11.50", "11.75");
        var edited = await CheckAsync(shop.Folder);
        var updated = await CheckAsync(shop.Folder, "--update");

        Assert.Equal((0, 0, 0), (sound.ExitCode, edited.ExitCode, updated.ExitCode));
        TextAssert.Contains(sound.Output, "no problems");
        TextAssert.Contains(edited.Output, "orders.tsv: edited");
        TextAssert.DoesNotContain(updated.Output, "edited");
        Assert.NotEqual(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t7\t11.50", "orders.tsv line 3", "customer_id", "customers")]
    [InlineData("orders.tsv", "11\t1\t11.50", "10\t1\t11.50", "orders.tsv line 2", "line 3", "orders_pkey")]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\tone\t11.50", "orders.tsv line 3", "customer_id", "integer")]
    [InlineData("customers.tsv", "ada@example.org", "\\N", "customers.tsv line 2", "NULL", "email")]
    [InlineData(
        "customers.tsv",
        "id\temail\tname",
        "id\temail\tfullname",
        "customers.tsv line 1",
        "fullname",
        "name is missing"
    )]
    public async Task What_is_wrong_is_named(string file, string old, string edited, params string[] facts)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync(file, old, edited);

        var run = await CheckAsync(shop.Folder);

        Assert.Equal(3, run.ExitCode);
        TextAssert.Contains(run.Output, facts);
    }

    [SkippableFact]
    public async Task Files_that_cannot_be_read_fail()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await File.WriteAllTextAsync(shop.Path("more.tsv"), "id\n1\n");
        File.Delete(shop.Path("orders.tsv"));

        var run = await CheckAsync(shop.Folder);
        var nowhere = await CheckAsync(shop.Path("nowhere"));

        Assert.Equal((1, 1), (run.ExitCode, nowhere.ExitCode));
        TextAssert.Contains(run.Errors, "more.tsv");
    }

    [Theory]
    [InlineData("fleet", 26)]
    [InlineData("pulse", 12)]
    [InlineData("access", 4)]
    public async Task Seeds_of_the_repository_can_be_read(string seed, int files)
    {
        var run = await Tool.RunToEndAsync([
            "check",
            FixtureFolders.At($"{seed}/seed"),
            "--config",
            FixtureFolders.At($"{seed}/snapshotseed.json"),
        ]);

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Output, $"{files} files");
    }

    private static Task<ToolRun> CheckAsync(string folder, params string[] options) =>
        Tool.RunToEndAsync(["check", folder, .. options]);
}
