using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class SampleSize(PostgresFixture postgres)
{
    // Every child references a parent of its own, far behind the first ones.
    private const string Schema =
        "CREATE TABLE parents (id integer PRIMARY KEY); CREATE TABLE children (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES parents)";
    private const string Data =
        "INSERT INTO parents SELECT generate_series(1, 200); INSERT INTO children SELECT n, 201 - n FROM generate_series(1, 50) n";

    [SkippableTheory]
    [InlineData(20, 5, 20, 20)]
    [InlineData(3, 10, 3, 3)] // a floor above the limit counts as the limit
    [InlineData(60, 1, 60, 50)]
    [InlineData(1000, 1, 200, 50)]
    public async Task Is_the_limit_for_parents_and_for_children(int limit, int floor, int parents, int children)
    {
        await using var family = await Scenario.ExportedAsync(
            postgres,
            Schema,
            Data,
            new ExportOptions { Limit = limit, Floor = floor }
        );

        var files = FolderContent.Read(family.Folder);
        Assert.Equal(parents, files["public.parents"].Rows);
        Assert.Equal(children, files["public.children"].Rows);
    }

    [SkippableFact]
    public async Task Of_one_table_may_differ()
    {
        await using var family = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            family.Source.Url,
            "--snapshot",
            family.Folder,
            "--limit",
            "20",
            "--table-limit",
            "parents=30",
            "--table-limit",
            "public.children=2",
            "--json"
        );

        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [("public.children", 2, 0), ("public.parents", 30, 2)],
            json.RootElement.GetProperty("tables")
                .EnumerateArray()
                .Select(table =>
                    (
                        table.GetProperty("table").GetString(),
                        table.GetProperty("rows").GetInt32(),
                        table.GetProperty("backfilled").GetInt32()
                    )
                )
                .Order()
        );
    }

    [SkippableFact]
    public async Task Zero_leaves_only_what_others_need()
    {
        await using var family = await Scenario.ExportedAsync(
            postgres,
            Schema,
            Data,
            new ExportOptions { Limit = 4, Tables = { ["parents"] = new() { Limit = 0 } } }
        );

        Assert.Equal(
            ["197", "198", "199", "200"],
            FolderContent.Read(family.Folder)["public.parents"].Records.Select(record => record[0])
        );
    }

    [SkippableFact]
    public async Task That_would_leave_a_table_empty_is_refused_with_its_name()
    {
        await using var family = await Scenario.CreateAsync(
            postgres,
            Schema.Replace(
                "parent integer",
                "other integer NOT NULL REFERENCES parents, parent integer",
                StringComparison.Ordinal
            ),
            Data.Replace("SELECT n, 201 - n", "SELECT n, n, 201 - n", StringComparison.Ordinal)
        );

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            family.ExportAsync(
                new ExportOptions
                {
                    Limit = 1,
                    Floor = 0,
                    Headroom = 0,
                }
            )
        );

        var lines = refusal.Message.Split("\n  - ");
        Assert.Equal(2, lines.Length);
        TextAssert.Contains(lines[1], "children");
        TextAssert.DoesNotContain(refusal.Message, "parents");
        Assert.False(Directory.Exists(family.Folder));
    }

    [SkippableFact]
    public async Task Below_zero_and_tables_that_do_not_exist_are_wrong_usage()
    {
        await using var family = await Scenario.CreateAsync(postgres, Schema, Data);
        foreach (
            var (arguments, facts) in new (string[], string[])[]
            {
                (["--tables", "nobody"], [Setting.Only.InLibrary, "nobody"]),
                (["--exclude", "nobody"], [Setting.Exclude.InLibrary, "nobody"]),
                (["--table-limit", "nobody=1"], [Setting.TableLimit.InLibrary, "nobody"]),
                (["--schemas", "nowhere"], [Setting.Schemas.InLibrary, "nowhere"]),
                (["--exclude", "parents"], ["children", "parents"]),
            }
        )
        {
            var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
                Tool.RunVerbAsync(["export", "--source", family.Source.Url, "--snapshot", family.Folder, .. arguments])
            );
            TextAssert.Contains(refusal.Message, facts);
            Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
        }

        var below = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            family.ExportAsync(new() { Limit = -1, Tables = { ["parents"] = new() { Floor = -3 } } })
        );
        TextAssert.Contains(below.Message, "-1", "parents", "-3");
        Assert.Equal(2, (await Tool.RunVerbAsync("export", "--limit", "-1")).ExitCode);
        Assert.False(Directory.Exists(family.Folder));
    }

    [SkippableFact]
    public async Task Is_the_limit_for_a_chain_whose_first_row_is_its_far_end()
    {
        await using var chain = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE links (id integer PRIMARY KEY, next integer REFERENCES links)",
            "INSERT INTO links SELECT n, CASE WHEN n < 2000 THEN n + 1 END FROM generate_series(1, 2000) n",
            new ExportOptions { Limit = 100 }
        );

        Assert.Equal(100, FolderContent.Read(chain.Folder)["public.links"].Rows);
        await chain.ImportAsync();
        Assert.Equal("100", await chain.Target.ScalarAsync("SELECT count(*) FROM links"));
    }

    [SkippableFact]
    public async Task Empty_tables_that_need_what_is_left_out_are_no_obstacle()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE audits (id integer PRIMARY KEY); CREATE TABLE notes (id integer PRIMARY KEY, audit integer NOT NULL REFERENCES audits); CREATE TABLE users (id integer PRIMARY KEY)",
            "INSERT INTO audits VALUES (1); INSERT INTO users VALUES (1)"
        );

        await shop.ExportAsync(new() { Exclude = ["audits"] });
        await shop.Source.ExecuteAsync("INSERT INTO notes VALUES (1, 1)");
        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            shop.ExportAsync(new() { Exclude = ["audits"] })
        );

        Assert.Equal(0, FolderContent.Read(shop.Folder)["public.notes"].Rows);
        TextAssert.Contains(refusal.Message, "every row of notes");
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
    }

    [SkippableTheory]
    [InlineData("recent", "a view")]
    [InlineData("counted", "a materialized view")]
    [InlineData("owned", "a table of an extension")]
    public async Task What_is_no_table_by_its_name_is_told_as_what_it_is(string name, string kind)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE orders (id integer); CREATE VIEW recent AS SELECT 1; CREATE MATERIALIZED VIEW counted AS SELECT 1; CREATE TABLE owned (id integer); ALTER EXTENSION plpgsql ADD TABLE owned",
            "SELECT"
        );

        var run = await Tool.RunToEndAsync(
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--exclude",
            name
        );

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, name, kind);
    }
}
