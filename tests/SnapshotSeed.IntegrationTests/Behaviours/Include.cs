using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Rows that a snapshot always has.</summary>
[Collection(OneServer.Name)]
public sealed class Include(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE cities (id integer PRIMARY KEY);
        CREATE TABLE users (
            id integer PRIMARY KEY,
            name text NOT NULL,
            city integer NOT NULL REFERENCES cities,
            boss integer REFERENCES users
        );
        CREATE TABLE posts (id integer PRIMARY KEY, author integer NOT NULL REFERENCES users);
        CREATE TABLE comments (id integer PRIMARY KEY, post integer NOT NULL REFERENCES posts, author integer REFERENCES users)
        """;

    // The user 900 has 7 posts with 3 comments each, and a boss far behind.
    private const string Data = """
        INSERT INTO cities SELECT generate_series(1, 1000);
        INSERT INTO users SELECT n, 'user ' || n, n, CASE n WHEN 900 THEN 800 WHEN 950 THEN 900 END FROM generate_series(1, 1000) n;
        INSERT INTO posts SELECT n, CASE WHEN n > 1993 THEN 900 ELSE 1 + n % 500 END FROM generate_series(1, 2000) n;
        INSERT INTO comments SELECT n, 1 + n % 1993, 1 + n % 300 FROM generate_series(1, 500) n;
        INSERT INTO comments SELECT 1000 + n, 1994 + n % 7, 501 + n FROM generate_series(1, 21) n
        """;

    [SkippableFact]
    public async Task Rows_are_there_with_what_they_reference()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunVerbAsync(
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--limit",
            "5",
            "--include",
            "users: name = 'user 900'",
            "--json"
        );

        Assert.Equal(0, run.ExitCode);
        var files = FolderContent.Read(shop.Folder);
        Assert.Superset(new HashSet<string?> { "800", "900" }, Ids(files, "users"));
        Assert.Superset(new HashSet<string?> { "800", "900" }, Ids(files, "cities"));
        Assert.Empty(files.Dangling());
        Assert.Empty(files.Contradictions());
        Assert.All(files.Tables, table => Assert.InRange(table.Rows, 5, 10));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(
            [("public.cities", 0), ("public.comments", 0), ("public.posts", 0), ("public.users", 1)],
            json.RootElement.GetProperty("tables")
                .EnumerateArray()
                .Select(table => (table.GetProperty("table").GetString(), table.GetProperty("included").GetInt32()))
                .Order()
        );
    }

    [SkippableFact]
    public async Task Rows_that_reference_them_come_along_up_to_a_number()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        // A user whose boss it is, seven posts, and their comments.
        await shop.ExportAsync(Including(29));

        var files = FolderContent.Read(shop.Folder);
        Assert.Superset(new HashSet<string?> { "900", "950" }, Ids(files, "users"));
        Assert.Superset(Enumerable.Range(1994, 7).Select(Text).ToHashSet(), Ids(files, "posts"));
        Assert.Superset(Enumerable.Range(1001, 21).Select(Text).ToHashSet(), Ids(files, "comments"));
        Assert.Empty(files.Dangling());
        await shop.ImportAsync();
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task All_rows_that_reference_them_come_along()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var configuration = Path.Combine(shop.Parent, "all.json");
        await File.WriteAllTextAsync(
            configuration,
            """{"limit": 5, "include": [{"table": "users", "where": "id = 900", "children": "all"}]}"""
        );
        string[] options = ["--config", configuration, "--source", shop.Source.Url];

        var plan = await Tool.RunToEndAsync(["plan", .. options]);
        var run = await Tool.RunToEndAsync(["export", .. options, "--snapshot", shop.Folder]);

        Assert.Equal((0, 0), (plan.ExitCode, run.ExitCode));
        TextAssert.Contains(plan.Output, "users (all children)");
        var files = FolderContent.Read(shop.Folder);
        Assert.Superset(new HashSet<string?> { "900", "950" }, Ids(files, "users"));
        Assert.Superset(Enumerable.Range(1994, 7).Select(Text).ToHashSet(), Ids(files, "posts"));
        Assert.Superset(Enumerable.Range(1001, 21).Select(Text).ToHashSet(), Ids(files, "comments"));
    }

    [SkippableFact]
    public async Task More_than_that_number_are_refused_with_the_key_that_brought_them()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ExportAsync(Including(28)));

        TextAssert.Contains(refusal.Message, "comments_post_fkey", "28", "21");
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
        Assert.False(Directory.Exists(shop.Folder));
    }

    [SkippableTheory]
    [InlineData("users: id = 5000", null)]
    [InlineData("users: nobody", null)]
    [InlineData("users: id = 900", "cities: id < 500")]
    [InlineData("posts: id = 2000", "users: id < 500")]
    public async Task What_cannot_be_included_is_told_before_the_first_row_is_read(string include, string? where)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var run = await Tool.RunAsync([
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--include",
            include,
            .. where is null ? Array.Empty<string>() : ["--where", where],
        ]);

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, include.Split(':')[0], "--include");
        Assert.False(Directory.Exists(shop.Folder));
    }

    private static ExportOptions Including(int children) =>
        new() { Limit = 5, Include = [new("users", "id = 900") { Children = children }] };

    private static HashSet<string?> Ids(FolderContent files, string table) =>
        [.. files[$"public.{table}"].Records.Select(record => record[0])];

    private static string? Text(int number) => FormattableString.Invariant($"{number}");
}
