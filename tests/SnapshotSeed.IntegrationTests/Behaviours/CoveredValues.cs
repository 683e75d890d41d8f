using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Values that --order coverage finds beyond the first candidates.</summary>
[Collection(OneServer.Name)]
public sealed class CoveredValues(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Beyond_the_first_candidates_are_found_and_counted()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TYPE mood AS ENUM ('calm', 'sad', 'never');
            CREATE TABLE places (id integer PRIMARY KEY, kind text NOT NULL);
            CREATE TABLE people (
                id integer PRIMARY KEY,
                mood mood NOT NULL,
                is_admin boolean NOT NULL,
                plan varchar(9) NOT NULL CHECK (plan IN ('free', 'paid', 'gone')),
                rank integer NOT NULL,
                name text,
                seen timestamptz,
                place integer NOT NULL REFERENCES places
            )
            """,
            """
            INSERT INTO places SELECT n, CASE n WHEN 1800 THEN 'far' ELSE 'near' END FROM generate_series(1, 2000) n;
            INSERT INTO people SELECT n, CASE n WHEN 900 THEN 'sad' ELSE 'calm' END::mood, n = 910,
                CASE n WHEN 920 THEN 'paid' ELSE 'free' END, CASE n WHEN 600 THEN 7 ELSE 1 END, CASE WHEN n <> 930 THEN 'name ' || n END,
                CASE WHEN n > 940 THEN '2024-01-01'::timestamptz + n * interval '1 day' END, n + 1000 FROM generate_series(1, 1000) n
            """
        );

        var result = await shop.ExportAsync(new ExportOptions { Limit = 20, Order = Order.Coverage });

        var files = FolderContent.Read(shop.Folder);
        Assert.Superset(
            new HashSet<string?> { "600", "900", "910", "920", "930", "941" },
            files["public.people"].Records.Select(person => person[0]).ToHashSet()
        );
        Assert.Contains(files["public.places"].Records, place => place[1] == "far");
        Assert.Empty(files.Dangling());

        // Moods 2, flags 2, plans 2, ranks 2, a name and none, a time and none; kinds 2.
        Assert.Equal((14, 14), (Values(result), Shown(result)));
        Assert.All(result.Tables, table => Assert.Equal(0, table.RowsSearched));
    }

    [SkippableFact]
    public async Task Of_a_large_table_are_known_from_the_catalog_or_an_index_and_the_report_says_how_far_others_were()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TYPE mood AS ENUM ('calm', 'sad', 'never');
            CREATE TABLE events (
                id integer PRIMARY KEY,
                mood mood NOT NULL,
                kind text NOT NULL CHECK (kind IN ('a', 'b', 'c')),
                source varchar(5) NOT NULL,
                note text NOT NULL
            );
            CREATE INDEX ON events (source)
            """,
            $"""
            INSERT INTO events SELECT n, CASE n WHEN {FindValues.Reach + 10} THEN 'sad' ELSE 'calm' END::mood,
                CASE n WHEN {FindValues.Reach + 20} THEN 'b' ELSE 'a' END, CASE n WHEN {FindValues.Reach
                + 30} THEN 'two' ELSE 'one' END,
                CASE n WHEN {FindValues.Reach + 40} THEN 'unseen' WHEN 5000 THEN 'seen' ELSE '' END
                FROM generate_series(1, {FindValues.Reach + 50}) n
            """
        );

        var result = await shop.ExportAsync(new ExportOptions { Limit = 20, Order = Order.Coverage });

        Assert.Superset(
            Enumerable.Range(1, 3).Select(n => (string?)$"{FindValues.Reach + (10 * n)}").Append("5000").ToHashSet(),
            FolderContent.Read(shop.Folder)["public.events"].Records.Select(row => row[0]).ToHashSet()
        );
        Assert.Equal((8, 8), (Values(result), Shown(result)));
        Assert.Equal(FindValues.Reach, Assert.Single(result.Tables).RowsSearched);
        TextAssert.Contains(
            result.ToString(),
            "Coverage: 8 of 8 values",
            "CHECK lists",
            "Searched only the first 100000 rows of events"
        );
    }

    [SkippableFact]
    public async Task Of_partitions_cycles_and_conditions_are_those_of_rows_that_can_be_chosen()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TABLE teams (id integer PRIMARY KEY, kind text NOT NULL, lead integer);
            CREATE TABLE users (id integer PRIMARY KEY, role text NOT NULL, team integer REFERENCES teams);
            ALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES users;
            CREATE TABLE logs (id integer, at integer NOT NULL, level text NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (0) TO (700);
            CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM (700) TO (9999)
            """,
            """
            INSERT INTO teams SELECT n, CASE n WHEN 950 THEN 'rare' ELSE 'team' END FROM generate_series(1, 1000) n;
            INSERT INTO users SELECT n, CASE n WHEN 980 THEN 'boss' WHEN 990 THEN 'hidden' ELSE 'user' END, n FROM generate_series(1, 1000) n;
            UPDATE teams SET lead = id;
            INSERT INTO logs SELECT n, n, CASE n WHEN 1500 THEN 'error' ELSE 'info' END FROM generate_series(1, 2000) n
            """
        );
        var options = new ExportOptions { Limit = 20, Order = Order.Coverage };
        options.Tables["users"] = new() { Where = ["role <> 'hidden'"] };

        var result = await shop.ExportAsync(options);

        var files = FolderContent.Read(shop.Folder);
        Assert.Contains(files["public.teams"].Records, team => team[1] == "rare");
        Assert.Contains(files["public.users"].Records, user => user[1] == "boss");
        Assert.Contains(files["public.logs"].Records, log => log[2] == "error");
        Assert.DoesNotContain(files["public.users"].Records, user => user[1] == "hidden");
        Assert.Empty(files.Dangling());
        Assert.Equal(Values(result), Shown(result));
    }

    private static long Values(ExportResult result) => result.Tables.Sum(table => table.Values);

    private static long Shown(ExportResult result) => result.Tables.Sum(table => table.ValuesShown);
}
