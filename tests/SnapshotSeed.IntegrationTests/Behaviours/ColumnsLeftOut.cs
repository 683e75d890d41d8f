using System.Globalization;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Columns that a snapshot leaves out: what no test needs, or what must not leave the source.</summary>
[Collection(OneServer.Name)]
public sealed class ColumnsLeftOut(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE users (
            id integer PRIMARY KEY,
            name text NOT NULL,
            token text NOT NULL UNIQUE DEFAULT md5(random()::text),
            photo bytea
        );
        CREATE TABLE orders (id integer PRIMARY KEY, buyer integer NOT NULL REFERENCES users, clerk integer REFERENCES users);
        CREATE TABLE views (path text, seconds integer)
        """;

    private const string Data = """
        INSERT INTO users SELECT n, 'user ' || n, 'secret ' || n, '\x00' FROM generate_series(1, 50) n;
        INSERT INTO orders SELECT n, 1 + n % 3, 51 - n FROM generate_series(1, 20) n;
        INSERT INTO views SELECT 'page', n % 2 FROM generate_series(1, 20) n
        """;

    private const string Configuration = """
        { "limit": 5, "tables": {
            "users": { "columns": { "token": { "skip": true }, "photo": { "skip": true } } },
            "orders": { "columns": { "clerk": { "skip": true } } },
            "views": { "columns": { "seconds": { "skip": true } } } } }
        """;

    [SkippableFact]
    public async Task Are_filled_by_their_defaults_and_never_read_again()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);

        var export = await RunAsync(shop, "export", Configuration);

        Assert.Equal(0, export.ExitCode);
        var files = FolderContent.Read(shop.Folder);
        Assert.Equal("id\tname", Header(shop.Folder, "users"));
        Assert.Equal("id\tbuyer", Header(shop.Folder, "orders"));
        Assert.Equal("path", Header(shop.Folder, "views"));
        Assert.Empty(files.Contradictions());
        Assert.DoesNotContain(
            "secret",
            await File.ReadAllTextAsync(Path.Combine(shop.Folder, "users.tsv")),
            StringComparison.Ordinal
        );

        await shop.ImportAsync();
        Assert.Equal(
            files["public.users"].Rows,
            await CountAsync(shop, "users WHERE token IS NOT NULL AND photo IS NULL")
        );
        await shop.Target.ExecuteAsync("UPDATE users SET photo = '\\x01'");
        foreach (var mode in new[] { "skip", "update" })
        {
            var again = await Tool.RunAsync(
                "import",
                "--target",
                shop.Target.Url,
                "--snapshot",
                shop.Folder,
                "--on-conflict",
                mode,
                "--verify"
            );
            Assert.Equal(0, again.ExitCode);
            Assert.Equal(files["public.users"].Rows, await CountAsync(shop, "users WHERE photo IS NOT NULL"));
            Assert.Equal(files["public.views"].Rows, await CountAsync(shop, "views"));
        }
    }

    [SkippableTheory]
    [InlineData("users", "id")]
    [InlineData("users", "tokn")]
    [InlineData("nobody", "id")]
    public async Task That_are_needed_or_unknown_are_told_before_the_first_row_is_read(string table, string column)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var configuration = $$"""{ "tables": { "{{table}}": { "columns": { "{{column}}": { "skip": true } } } } }""";

        foreach (var verb in new[] { "export", "plan" })
        {
            var run = await RunAsync(shop, verb, configuration);

            Assert.Equal(2, run.ExitCode);
            TextAssert.Contains(run.Errors, table, "skip");
            Assert.False(Directory.Exists(shop.Folder));
        }
    }

    private static async Task<ToolRun> RunAsync(Scenario shop, string verb, string configuration)
    {
        var file = shop.Folder + "-config.json";
        await File.WriteAllTextAsync(file, configuration);
        return await Tool.RunAsync(verb, "--source", shop.Source.Url, "--snapshot", shop.Folder, "--config", file);
    }

    private static async Task<int> CountAsync(Scenario shop, string rows) =>
        int.Parse((await shop.Target.ScalarAsync($"SELECT count(*) FROM {rows}"))!, CultureInfo.InvariantCulture);

    private static string Header(string folder, string table) =>
        File.ReadLines(Path.Combine(folder, $"{table}.tsv")).First();
}
