using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Which rows come first; the files keep their own order.</summary>
[Collection(OneServer.Name)]
public sealed class OrderOfChoice(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE users (id integer PRIMARY KEY, seen date);
        CREATE TABLE posts (id integer PRIMARY KEY, author integer NOT NULL REFERENCES users, seen date NOT NULL);
        CREATE TABLE events (at date, what text, "user" integer REFERENCES users);
        CREATE INDEX ON events ("user", at)
        """;

    private const string Data = """
        INSERT INTO users SELECT n, CASE WHEN n % 3 > 0 THEN date '2024-01-01' + n * 7 % 100 END FROM generate_series(1, 100) n;
        INSERT INTO posts SELECT n, 1 + n % 100, date '2024-01-01' + n * 13 % 300 FROM generate_series(1, 300) n;
        INSERT INTO events SELECT date '2024-01-01' + n % 50, 'what ' || n, 1 + n % 7 FROM generate_series(1, 500) n
        """;

    [SkippableTheory]
    [InlineData("key", "1 2 3 4")]
    [InlineData("newest", "97 98 99 100")]
    [InlineData("newest:seen", "14 28 71 85")]
    public async Task Takes_the_first_rows_of_an_order(string order, string users)
    {
        await using var posts = await Scenario.CreateAsync(postgres, Schema, Data);

        await posts.ExportAsync(
            new ExportOptions
            {
                Limit = 4,
                Only = ["users"],
                Order = Order.Parse(order),
            }
        );

        Assert.Equal(
            users.Split(' '),
            FolderContent.Read(posts.Folder)["public.users"].Records.Select(record => record[0])
        );
    }

    [SkippableTheory]
    [InlineData("newest")]
    [InlineData("newest:seen")]
    [InlineData("random:7")]
    [InlineData("coverage")]
    public async Task Leaves_a_snapshot_that_is_closed_full_and_the_same_again(string order)
    {
        await using var posts = await Scenario.CreateAsync(postgres, Schema, Data);
        var options = new ExportOptions { Limit = 20, Order = Order.Parse(order) };
        await posts.ExportAsync(options);
        var kept = Path.Combine(posts.Parent, "kept");
        FolderDifference.Copy(posts.Folder, kept);
        await posts.Source.ExecuteAsync("UPDATE posts SET seen = seen WHERE id % 2 = 0; UPDATE events SET at = at");

        await posts.ExportAsync(options);

        FolderDifference.AssertNone(kept, posts.Folder);
        var files = FolderContent.Read(posts.Folder);
        Assert.Empty(files.Dangling());
        Assert.All(files.Tables, table => Assert.InRange(table.Rows, 20, 40));
        await posts.ImportAsync();
        Assert.True((await posts.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("n * 7919 % 200000")]
    [InlineData("n")]
    [InlineData("200000 - n")]
    [InlineData("n / 150000")]
    [InlineData("CASE WHEN n > 199950 THEN n END")]
    public async Task Of_a_large_table_without_a_key_the_first_rows_are_found_wherever_they_lie(string value)
    {
        await using var logs = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE logs (value integer, what text)",
            $"INSERT INTO logs SELECT {value}, repeat('x', 60) || n FROM generate_series(1, 200000) n; ANALYZE logs"
        );

        await logs.ExportAsync();

        var first = await logs.Source.ScalarAsync(
            """
            SELECT string_agg(what, ' ') FROM (SELECT what FROM logs ORDER BY value, what COLLATE "C" LIMIT 100) l
            """
        );
        Assert.Equal(
            first,
            string.Join(' ', FolderContent.Read(logs.Folder)["public.logs"].Records.Select(record => record[1]))
        );
    }

    [SkippableFact]
    public async Task By_chance_depends_on_the_seed()
    {
        await using var posts = await Scenario.CreateAsync(postgres, Schema, Data);
        var chosen = new List<string>();
        foreach (var seed in new[] { "1", "2", "it's" })
        {
            await posts.ExportAsync(new ExportOptions { Limit = 10, Order = Order.Random($"{seed}") });
            chosen.Add(await File.ReadAllTextAsync(posts.Path("posts.tsv")));
        }

        Assert.Equal(3, chosen.Distinct(StringComparer.Ordinal).Count());
    }

    [SkippableFact]
    public async Task Coverage_shows_every_value_of_enums_flags_and_NULLs_and_rare_ones()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """
            CREATE TYPE mood AS ENUM ('calm', 'glad', 'sad', 'never');
            CREATE TABLE places (id integer PRIMARY KEY, kind text NOT NULL);
            CREATE TABLE people (
                id integer PRIMARY KEY,
                mood mood NOT NULL,
                is_admin boolean NOT NULL,
                name text,
                rank integer NOT NULL,
                place integer REFERENCES places
            )
            """,
            """
            INSERT INTO places SELECT n, CASE n WHEN 44 THEN 'far' ELSE 'near' END FROM generate_series(1, 2000) n;
            INSERT INTO people SELECT n, CASE WHEN n < 90 THEN 'calm' WHEN n < 95 THEN 'glad' ELSE 'sad' END::mood, n = 70,
                CASE WHEN n <> 60 THEN 'name ' || n END, CASE WHEN n = 80 THEN 7 ELSE 1 END, n + 1000 FROM generate_series(1, 1000) n
            """
        );

        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--limit",
            "20",
            "--order",
            "coverage"
        );

        // Moods 3, flags 2, a name and none, ranks 2, a place; kinds 2.
        TextAssert.Contains(run.Output, "12 of 12 values");
        var files = FolderContent.Read(shop.Folder);
        var people = files["public.people"].Records;
        Assert.Equal(20, people.Count);
        Assert.Subset(
            people.Select(person => person[0]).ToHashSet(),
            new HashSet<string?> { "1", "60", "70", "80", "90", "95" }
        );
        Assert.Contains(files["public.places"].Records, place => place[1] == "far");
        Assert.Empty(files.Dangling());
    }

    [SkippableTheory]
    [InlineData("oldest")]
    [InlineData("newest:")]
    [InlineData("newest:nothing")]
    [InlineData("random")]
    public async Task That_is_none_is_wrong_usage(string order)
    {
        await using var posts = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunAsync(
            "export",
            "--source",
            posts.Source.Url,
            "--snapshot",
            posts.Folder,
            "--order",
            order
        );

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, "--order");
    }
}
