using System.Globalization;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using Reference = SnapshotSeed.Options.Reference;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Foreign keys that the database does not declare, polymorphic ones among them.</summary>
[Collection(OneServer.Name)]
public sealed class VirtualReferences(PostgresFixture postgres)
{
    // The tables' names are in the wrong order to load them by.
    private const string Schema = """
        CREATE TABLE c_items (id integer PRIMARY KEY);
        CREATE TABLE b_photos (id bigint PRIMARY KEY, kind text NOT NULL, item integer);
        CREATE TABLE a_tags (id integer PRIMARY KEY, "of kind" text, content integer, note text)
        """;

    // Every tag belongs to an item or a photo far behind the first ones; 7 of nothing, 3 of an item that is not there.
    private const string Data = """
        INSERT INTO c_items SELECT generate_series(1, 5000);
        INSERT INTO b_photos SELECT n, CASE WHEN n % 2 = 0 THEN 'public' ELSE 'private' END, 5001 - n FROM generate_series(1, 5000) n;
        INSERT INTO a_tags SELECT n, CASE WHEN n % 2 = 0 THEN 'item' ELSE 'photo' END, 4000 + n % 900, 'tag' FROM generate_series(1, 3000) n;
        INSERT INTO a_tags SELECT -n, CASE WHEN n % 2 = 0 THEN 'item' END, NULL, 'of nothing' FROM generate_series(1, 7) n;
        INSERT INTO a_tags SELECT -100 - n, 'item', 99999, 'of an item that is gone' FROM generate_series(1, 3) n;
        ANALYZE
        """;

    private const string Index = "; CREATE INDEX ON a_tags (content); CREATE INDEX ON b_photos (item)";

    private static readonly Reference ToItems = Reference.Parse(
        "a_tags(content)",
        "c_items(id)",
        "\"of kind\" = 'item'"
    );

    private static readonly Reference ToPhotos = Reference.Parse(
        "a_tags(content)",
        "b_photos(id)",
        "a_tags.\"of kind\" = 'photo' -- the other kind"
    );

    private static readonly Reference PhotoToItem = Reference.Parse("b_photos(item)", "c_items(id)", null);

    [SkippableTheory]
    [InlineData(20, Index)]
    [InlineData(20, "")]
    [InlineData(2000, "")]
    [InlineData(10_000, Index)]
    public async Task What_they_reference_comes_along(int limit, string index)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data + index);
        var references = new[] { ToItems, ToPhotos, PhotoToItem };

        var result = await shop.ExportAsync(new() { Limit = limit, References = [.. references] });

        var files = FolderContent.Read(shop.Folder);
        var (items, photos) = (Ids(files, "c_items"), Ids(files, "b_photos"));
        var tags = files["public.a_tags"].Records;
        Assert.Equal(Math.Min(limit, 3010), tags.Count);
        Assert.Contains(tags, tag => tag[1] == "item" && tag[2] is not (null or "99999"));
        Assert.Contains(tags, tag => tag[1] == "photo");
        Assert.All(
            tags.Where(tag => tag[2] is not (null or "99999")),
            tag => Assert.Contains(tag[2], tag[1] == "item" ? items : photos)
        );
        Assert.All(files["public.b_photos"].Records, photo => Assert.Contains(photo[2], items));
        Assert.All(result.Tables, table => Assert.InRange(table.Rows, Math.Min(limit, 3010), 2 * limit));

        // A trigger that looks for what is referenced is only happy with parents that go first.
        await shop.Target.ExecuteAsync(
            """
            CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF new.item NOT IN (SELECT id FROM public.c_items) THEN RAISE 'no item %', new.item; END IF;
                RETURN new;
            END $$;
            CREATE TRIGGER look BEFORE INSERT ON b_photos FOR EACH ROW EXECUTE FUNCTION look()
            """
        );
        var imported = await shop.ImportAsync(new() { References = [.. references] });
        Assert.Equal(
            ["public.c_items", "public.b_photos", "public.a_tags"],
            imported.Tables.Select(table => table.Name.Qualified)
        );
    }

    [SkippableFact]
    public async Task Rows_that_lead_to_what_is_left_out_stay_out_and_others_do_not()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data + Index);

        await shop.ExportAsync(
            new()
            {
                Limit = 50,
                Exclude = ["b_photos"],
                Tables = { ["c_items"] = new() { Where = ["id % 3 = 0"] } },
                References = [ToItems, ToPhotos],
            }
        );

        var files = FolderContent.Read(shop.Folder);
        var items = Ids(files, "c_items");
        Assert.InRange(files["public.a_tags"].Records.Count, 10, 50);
        Assert.All(files["public.a_tags"].Records, tag => Assert.NotEqual("photo", tag[1]));
        Assert.All(
            files["public.a_tags"].Records.Where(tag => tag[1] == "item" && tag[2] is not null),
            tag => Assert.Contains(tag[2], items)
        );
    }

    [SkippableFact]
    public async Task A_condition_over_the_referenced_table_says_which_of_its_rows_are_meant()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data + Index);
        var reference = Reference.Parse("a_tags(content)", "b_photos(id)", "kind = 'public'");

        await shop.ExportAsync(new() { Limit = 50, References = [reference] });

        var files = FolderContent.Read(shop.Folder);
        var photos = Ids(files, "b_photos");
        Assert.All(
            files["public.a_tags"]
                .Records.Where(tag => int.Parse(tag[2] ?? "1", CultureInfo.InvariantCulture) % 2 == 0),
            tag => Assert.Contains(tag[2], photos)
        );
    }

    [SkippableFact]
    public async Task Verification_counts_what_dangles_and_does_not_fail_for_it()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data + Index);
        await shop.ExportAsync(new() { Limit = 50, References = [ToItems] });
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync("INSERT INTO a_tags VALUES (5001, 'item', 77777), (5002, 'photo', 77777)");
        await using var connection = await shop.Target.OpenAsync();

        var report = await new ImportRun(connection).VerifyAsync(
            shop.Folder,
            new ImportOptions { References = [ToItems] }
        );

        Assert.True(report.Succeeded);
        Assert.Equal(4, Assert.Single(report.References).Dangling);
    }

    [SkippableFact]
    public async Task They_stand_in_the_configuration()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var configuration = Path.Combine(shop.Parent, "own.json");
        await File.WriteAllTextAsync(
            configuration,
            """
            {"limit": 20, "references": [
                {"from": "a_tags(content)", "to": "c_items(id)", "where": "\"of kind\" = 'item'"},
                {"from": "a_tags ( \"content\" )", "to": "public.b_photos(id)", "where": "\"of kind\" = 'photo'"}]}
            """
        );

        var run = await Tool.RunToEndAsync(
            "refresh",
            "--config",
            configuration,
            "--source",
            shop.Source.Url,
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Errors, "no index of a_tags begins with (content)", "3 exported rows");
        TextAssert.Contains(run.Output, "a_tags: 20");
    }

    [SkippableTheory]
    [InlineData("a_tag(content)", "c_items(id)", null, "there is no table a_tag", "a_tags")]
    [InlineData("a_tags(contents)", "c_items(id)", null, "no column contents", "content?")]
    [InlineData("a_tags(content)", "b_photos(item)", null, "no unique key (item)")]
    [InlineData("a_tags(content, id)", "c_items(id)", null, "2 columns")]
    [InlineData("a_tags(note)", "c_items(id)", null, "cannot be compared", "operator does not exist")]
    [InlineData("a_tags(content)", "c_items(id)", "kind = 'item'", "column \"kind\" does not exist")]
    [InlineData("a_tags(content)", "c_items(id)", "content = $1", "parameter")]
    [InlineData("a_tags(content)", "c_items(id)", "note", "COALESCE types")]
    public async Task What_cannot_be_followed_is_told_before_the_first_row_is_read(
        string from,
        string to,
        string? where,
        params string[] told
    )
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var options = new ExportOptions { References = [Reference.Parse(from, to, where)] };

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ExportAsync(options));

        TextAssert.Contains($"{refusal.Message} {refusal.Hint}", ["References", .. told]);
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
        Assert.False(Directory.Exists(shop.Folder));
    }

    private static HashSet<string?> Ids(FolderContent files, string table) =>
        [.. files[$"public.{table}"].Records.Select(record => record[0])];
}
