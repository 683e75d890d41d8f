using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose rows reference two others at random, so that hardly any row has both in the sample.</summary>
[Collection(OneServer.Name)]
public sealed class TablesThatTieTwo(PostgresFixture postgres)
{
    // More ratings a user than candidates are looked for by: only the fill finds them.
    private const string Schema = """
        CREATE TABLE users (id integer PRIMARY KEY);
        CREATE TABLE tags (id integer PRIMARY KEY);
        CREATE TABLE ratings (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users, tag_id integer NOT NULL REFERENCES tags);
        """;

    private const string Data = """
        INSERT INTO users SELECT generate_series(1, 1000);
        INSERT INTO tags SELECT generate_series(1, 1024);
        INSERT INTO ratings SELECT 30 * (u - 1) + n, u, 1 + (hashint4(30 * u + n) & 1023) FROM generate_series(1, 1000) u, generate_series(1, 30) n;
        """;

    [SkippableTheory]
    [InlineData("CREATE UNIQUE INDEX ON ratings (user_id, tag_id, id)")]
    [InlineData("CREATE INDEX ON ratings (tag_id, user_id)")]
    [InlineData("CREATE INDEX ON ratings (user_id)")]
    public async Task Are_filled_with_all_rows_that_have_both(string index)
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Schema,
            $"{Data} {index}; ANALYZE",
            new ExportOptions
            {
                Limit = 50,
                Headroom = 0,
                Tables = { ["tags"] = new() { Limit = 10 } },
            }
        );

        var files = FolderContent.Read(shop.Folder);
        var (users, tags) = (Ids(files, "users"), Ids(files, "tags"));
        var eligible = await shop.Source.ScalarAsync(
            $"SELECT string_agg(id::text, ' ' ORDER BY id) FROM ratings WHERE user_id IN ({users}) AND tag_id IN ({tags})"
        );
        var found = files["public.ratings"].Records.Select(record => record[0]).ToList();
        Assert.InRange(found.Count, 11, 49);
        Assert.Equal(eligible, string.Join(' ', found));
    }

    private static string Ids(FolderContent files, string table) =>
        string.Join(", ", files[$"public.{table}"].Records.Select(record => record[0]));
}
