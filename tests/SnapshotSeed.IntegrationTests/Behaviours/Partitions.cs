using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using Reference = SnapshotSeed.Options.Reference;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Partitions as tables with names of their own, and as parts of a table that each give rows.</summary>
[Collection(OneServer.Name)]
public sealed class Partitions(PostgresFixture postgres)
{
    // Ratings reference items of every kind, tags one kind each, by an id that is unique within it.
    private const string Schema = """
        CREATE TABLE items_all (id bigint, kind text, title varchar(40), PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
        CREATE TABLE items PARTITION OF items_all (UNIQUE (id)) FOR VALUES IN ('manual', 'import');
        CREATE TABLE items_auto PARTITION OF items_all (UNIQUE (id)) FOR VALUES IN ('auto');
        CREATE TABLE items_other PARTITION OF items_all DEFAULT;
        CREATE TABLE ratings (id integer PRIMARY KEY, item integer NOT NULL, "kind's" varchar(10) NOT NULL,
            FOREIGN KEY (item, "kind's") REFERENCES items_all (id, kind));
        CREATE TABLE tags (id integer PRIMARY KEY, source text, content integer)
        """;

    private const string Data = """
        INSERT INTO items_all SELECT n, CASE WHEN n % 50 = 0 THEN 'auto' WHEN n % 997 = 0 THEN 'odd' ELSE 'manual' END, 'item ' || n FROM generate_series(1, 3000) n;
        INSERT INTO ratings SELECT row_number() OVER (ORDER BY id DESC), id, kind FROM items_all;
        INSERT INTO tags SELECT row_number() OVER (ORDER BY id DESC), kind, id FROM items_all WHERE kind IN ('manual', 'auto');
        ANALYZE
        """;

    private static readonly Reference ToItems = Reference.Parse("tags(content)", "items(id)", "source = 'manual'");
    private static readonly Reference ToAuto = Reference.Parse("tags(content)", "items_auto(id)", "source = 'auto'");

    private const string Lost = """
        SELECT count(*) FROM ratings r LEFT JOIN items_all i ON (i.id, i.kind) = (r.item, r."kind's") WHERE i.id IS NULL
        """;

    [SkippableFact]
    public async Task Are_tables_of_their_own_once_one_is_named()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var exported = await shop.ExportAsync(new() { Limit = 20, Tables = { ["items_auto"] = new() { Limit = 7 } } });
        var imported = await shop.ImportAsync();
        var again = await shop.ImportAsync();
        var verified = await shop.VerifyAsync();

        var files = FolderContent.Read(shop.Folder);
        Assert.Equal(
            ["public.items", "public.items_auto", "public.items_other", "public.ratings", "public.tags"],
            files.Tables.Select(table => table.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(3, files["public.items_other"].Records.Count);
        Assert.InRange(files["public.items_auto"].Records.Count, 7, 27);
        Assert.Equal(20, files["public.ratings"].Records.Count);
        Assert.All(files["public.items_auto"].Records, item => Assert.Equal("auto", item[1]));
        Assert.Equal(exported.Tables.Sum(table => table.Rows), imported.Tables.Sum(table => table.Inserted));
        Assert.Equal(0, again.Tables.Sum(table => table.Inserted));
        Assert.True(verified.Succeeded);
        Assert.Equal("0", await shop.Target.ScalarAsync(Lost));
    }

    [SkippableFact]
    public async Task Can_be_what_virtual_foreign_keys_lead_to()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var options = new ExportOptions { References = [ToItems, ToAuto] };

        await shop.ExportAsync(options);
        await shop.ImportAsync(new() { References = [ToItems, ToAuto] });

        Assert.Equal("100", await shop.Target.ScalarAsync("SELECT count(*) FROM tags"));
        Assert.Equal(
            "t",
            await shop.Target.ScalarAsync(
                "SELECT count(DISTINCT source) = 2 AND bool_and(i.id IS NOT NULL) FROM tags t LEFT JOIN items_all i ON (i.id, i.kind) = (t.content, t.source)"
            )
        );
    }

    [SkippableTheory]
    [InlineData("exclude", "items_other", 4)]
    [InlineData("only", "items_auto", 1)]
    [InlineData("only", "items_all", 3)]
    [InlineData("group", "items", 1)]
    public async Task Are_named_wherever_tables_are(string option, string name, int tables)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var result = await shop.ExportAsync(
            new()
            {
                Limit = 10,
                Tables = { [option == "group" ? name : "items_auto"] = new() { Limit = 5 } },
                Groups = { ["chosen"] = [name] },
                Exclude = option == "exclude" ? [name] : [],
                Only =
                    option == "only" ? [name]
                    : option == "group" ? ["chosen"]
                    : [],
            }
        );

        Assert.Equal(tables, result.Tables.Length);
        Assert.DoesNotContain(result.Tables, table => table.Name.Name == "items_all");
        if (option == "exclude")
            Assert.All(
                FolderContent.Read(shop.Folder)["public.ratings"].Records,
                rating => Assert.NotEqual("odd", rating[2])
            );
    }

    [SkippableFact]
    public async Task Have_conditions_and_children_of_their_own()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        await shop.ExportAsync(
            new()
            {
                Limit = 10,
                Only = ["items", "items_auto", "ratings"],
                Include = [new("items", "items.id = 2999")],
                Tables =
                {
                    ["items_auto"] = new() { Where = ["items_auto.id > 2000"], With = ["ratings"] },
                },
            }
        );

        var files = FolderContent.Read(shop.Folder);
        Assert.All(files["public.items_auto"].Records, item => Assert.InRange(int.Parse(item[0]!, null), 2001, 3000));
        Assert.Contains(files["public.items"].Records, item => item[0] == "2999");
        var rated = files["public.ratings"].Records.Select(rating => rating[1]).ToHashSet();
        Assert.All(files["public.items_auto"].Records, item => Assert.Contains(item[0], rated));
    }

    [SkippableFact]
    public async Task Are_not_named_together_with_their_table_where_one_table_is_meant()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            shop.ExportAsync(
                new()
                {
                    Tables =
                    {
                        ["items_all"] = new() { Limit = 5 },
                        ["items_auto"] = new() { Limit = 5 },
                    },
                }
            )
        );

        TextAssert.Contains(
            refusal.Message,
            "items_all is exported by its partitions; name one of them: items_auto, items, items_other"
        );
    }

    [SkippableFact]
    public async Task Are_tables_if_a_group_has_their_name_but_not_them()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var result = await shop.ExportAsync(
            new()
            {
                Limit = 5,
                Only = ["items"],
                Groups = { ["items"] = ["tags"] },
            }
        );

        Assert.Equal(["public.tags"], result.Tables.Select(table => table.Name.Qualified));
    }

    [SkippableTheory]
    [InlineData("key", 30, 10)]
    [InlineData("coverage", 30, 10)]
    [InlineData("newest", 30, 1)]
    [InlineData("key", 2, 1)]
    public async Task Each_give_rows_of_a_table_that_is_exported_as_one(string order, int limit, int least)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TABLE events (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_9 PARTITION OF events FOR VALUES FROM ('2024-09-01') TO ('2024-10-01');
            CREATE TABLE events_10 PARTITION OF events FOR VALUES FROM ('2024-10-01') TO ('2024-11-01');
            CREATE TABLE events_11 PARTITION OF events FOR VALUES FROM ('2024-11-01') TO ('2024-12-01') PARTITION BY HASH (id);
            CREATE TABLE events_11a PARTITION OF events_11 FOR VALUES WITH (modulus 1, remainder 0);
            CREATE TABLE events_12 PARTITION OF events FOR VALUES FROM ('2024-12-01') TO ('2025-01-01')
            """,
            """
            INSERT INTO events SELECT n, '2024-09-01' FROM generate_series(1, 1000) n;
            INSERT INTO events SELECT n, '2024-10-02' FROM generate_series(1001, 5000) n;
            INSERT INTO events SELECT n, '2024-11-03' FROM generate_series(5001, 9000) n
            """
        );

        await shop.ExportAsync(new() { Limit = limit, Order = Order.Parse(order) });

        var days = FolderContent
            .Read(shop.Folder)["public.events"]
            .Records.GroupBy(row => row[1]!)
            .ToDictionary(day => day.Key, day => day.Count());
        Assert.Equal(limit, days.Values.Sum());
        Assert.Equal(Math.Min(limit, 3), days.Count);
        Assert.All(days.Values, count => Assert.InRange(count, least, limit));
    }

    [SkippableFact]
    public async Task Are_loaded_from_files_of_their_names_beside_the_file_of_their_table()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        HandWritten.Write(
            shop.Folder,
            """
            # items
            id kind title
            1 manual one
            2 import two
            # items_all
            id kind title
            3 odd three
            4 auto four
            # ratings
            id item kind's
            1 1 manual
            2 4 auto
            """
        );

        var first = await shop.ImportAsync();
        var second = await shop.ImportAsync();
        var verified = await shop.VerifyAsync();

        Assert.Equal([2L, 2L, 2L], first.Tables.Select(table => table.Inserted).ToList());
        Assert.Equal(0, second.Tables.Sum(table => table.Inserted));
        Assert.True(verified.Succeeded);
        Assert.Equal("public.ratings", first.Tables[^1].Name.Qualified);
    }

    [SkippableFact]
    public async Task Have_defaults_of_their_own_and_rows_that_are_blamed_alone()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Schema + "; ALTER TABLE items_auto ALTER kind SET DEFAULT 'auto'",
            ""
        );
        HandWritten.Write(
            shop.Folder,
            """
            # items
            id kind title
            1 manual one
            # items_auto
            id title
            2 two
            # ratings
            id item kind's
            1 1 manual
            2 2 auto
            3 2 manual
            4 9 odd
            """
        );

        var refusal = await shop.RefusalAsync();
        var result = await shop.ImportAsync(new() { KeepGoing = true });

        TextAssert.Contains(refusal.ToString(), "ratings.tsv line 4", "ratings.tsv line 5");
        TextAssert.DoesNotContain(refusal.ToString(), "ratings.tsv line 2", "ratings.tsv line 3");
        Assert.Equal([1L, 1L, 2L], result.Tables.Select(table => table.Inserted).ToList());
        Assert.Equal("auto", await shop.Target.ScalarAsync("SELECT kind FROM items_all WHERE id = 2"));
    }

    [SkippableTheory]
    [InlineData("", false)]
    [InlineData("INSERT INTO items_all VALUES (7, 'odd', 'seven')", false)]
    [InlineData("INSERT INTO makers VALUES (1); INSERT INTO items_all VALUES (7, 'odd', 'seven', 1)", true)]
    public async Task Are_emptied_unless_rows_of_others_would_be_lost(string rows, bool isRefused)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Schema
                + "; CREATE TABLE makers (id integer PRIMARY KEY); ALTER TABLE items_all ADD maker integer REFERENCES makers",
            "SELECT"
        );
        HandWritten.Write(
            shop.Folder,
            """
            # items
            id kind title maker
            1 manual one 1
            # items_auto
            id kind title maker
            2 auto two 1
            # makers
            id
            1
            # ratings
            id item kind's
            1 1 manual
            """
        );
        await shop.ImportAsync();
        if (rows.Length > 0)
            await shop.Target.ExecuteAsync(
                rows.Replace("INSERT INTO makers VALUES (1); ", "", StringComparison.Ordinal)
            );
        var options = new ImportOptions { TruncateFirst = true };

        if (isRefused)
        {
            TextAssert.Contains((await shop.RefusalAsync(options)).ToString(), "items_all is not loaded");
            return;
        }

        Assert.Equal(4, (await shop.ImportAsync(options)).Tables.Sum(table => table.Inserted));
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Refuse_a_row_that_is_out_of_their_bounds()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        HandWritten.Write(
            shop.Folder,
            """
            # items
            id kind title
            1 manual one
            2 auto two
            """
        );

        var refusal = await shop.RefusalAsync();

        TextAssert.Contains(refusal.ToString(), "items.tsv line 3", "bounds of partition items");
    }

    [SkippableTheory]
    [InlineData(
        "PARTITION BY HASH (id)",
        "FOR VALUES WITH (modulus 2, remainder 0)",
        "FOR VALUES WITH (modulus 2, remainder 1)"
    )]
    [InlineData(
        "PARTITION BY RANGE (id)",
        "FOR VALUES FROM (MINVALUE) TO (100)",
        "FOR VALUES FROM (100) TO (MAXVALUE)"
    )]
    [InlineData("PARTITION BY LIST ((id % 2))", "FOR VALUES IN (0)", "DEFAULT")]
    public async Task Of_every_kind_hold_what_references_lead_to(string by, string first, string second)
    {
        var key = by.Contains('%', StringComparison.Ordinal) ? "" : ", PRIMARY KEY (id)";
        var reference = key.Length == 0 ? "" : " REFERENCES nodes";
        await using var shop = await Scenario.CreateAsync(
            postgres,
            $"""
            CREATE TABLE nodes (id bigint NOT NULL, next bigint{key}) {by};
            CREATE TABLE nodes_b (next bigint, id bigint NOT NULL);
            ALTER TABLE nodes ATTACH PARTITION nodes_b {first};
            CREATE TABLE nodes_a PARTITION OF nodes {second} PARTITION BY RANGE (next);
            CREATE TABLE links (id integer PRIMARY KEY, node integer{reference})
            """.Replace("PARTITION BY RANGE (next)", "", StringComparison.Ordinal),
            """
            INSERT INTO nodes SELECT n, 1 + n % 500 FROM generate_series(1, 500) n;
            INSERT INTO links SELECT n, 501 - n FROM generate_series(1, 500) n;
            INSERT INTO links VALUES (501, NULL)
            """
        );

        await shop.ExportAsync(new() { Limit = 25, Tables = { ["nodes_a"] = new() { Limit = 25 } } });
        await shop.ImportAsync();
        var verified = await shop.VerifyAsync();

        Assert.True(verified.Succeeded);
        Assert.Equal(
            ["public.links", "public.nodes_a", "public.nodes_b"],
            FolderContent.Read(shop.Folder).Tables.Select(table => table.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal("25", await shop.Target.ScalarAsync("SELECT count(*) FROM links"));
    }

    [SkippableFact]
    public async Task Come_and_go_with_the_months_and_a_snapshot_of_the_table_does_not_care()
    {
        const string Months = """
            CREATE TABLE events (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')
            """;
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Months,
            "INSERT INTO events SELECT n, '2024-02-02' FROM generate_series(1, 10) n"
        );
        await shop.ExportAsync();
        await shop.Target.ExecuteAsync(
            "DROP TABLE events_2; CREATE TABLE events_all PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"
        );

        var result = await shop.ImportAsync();

        Assert.Equal(10, Assert.Single(result.Tables).Inserted);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Have_files_that_go_through_the_table_where_a_target_has_other_ones(bool isTruncated)
    {
        const string Months = """
            CREATE TABLE events (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
            CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
            CREATE TABLE calls (id integer PRIMARY KEY, event integer, at date, FOREIGN KEY (event, at) REFERENCES events);
            CREATE MATERIALIZED VIEW days AS SELECT DISTINCT at FROM events
            """;
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Months,
            """
            INSERT INTO events SELECT n, '2024-02-02' FROM generate_series(1, 10) n;
            INSERT INTO events SELECT n, '2024-03-02' FROM generate_series(1, 10) n;
            INSERT INTO calls SELECT n, 1 + n % 10, CASE WHEN n % 2 = 0 THEN DATE '2024-02-02' ELSE '2024-03-02' END FROM generate_series(1, 20) n
            """
        );
        await shop.ExportAsync(new() { Only = ["events_2", "events_3", "calls"] });
        await shop.Target.ExecuteAsync(
            "ALTER TABLE events DETACH PARTITION events_2; DROP TABLE events_2; CREATE TABLE events_early PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-03-01')"
        );

        var first = await shop.ImportAsync(new() { RefreshViews = true, Triggers = false });
        var second = await shop.ImportAsync(new() { TruncateFirst = isTruncated });

        Assert.Equal(
            ["public.events_2", "public.events_3", "public.calls"],
            first.Tables.Select(table => table.Name.Qualified)
        );
        Assert.Equal(40, first.Tables.Sum(table => table.Inserted));
        Assert.Equal(isTruncated ? 40 : 0, second.Tables.Sum(table => table.Inserted));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal("10", await shop.Target.ScalarAsync("SELECT count(*) FROM events_early"));
        Assert.Equal("2", await shop.Target.ScalarAsync("SELECT count(*) FROM days"));
    }
}
