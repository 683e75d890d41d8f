using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Rows that are never without others: the case orders-with-lines, and what may come between.</summary>
[Collection(OneServer.Name)]
public sealed class OrdersWithLines(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE tags (id integer PRIMARY KEY);
        CREATE TABLE orders (id integer PRIMARY KEY, previous integer REFERENCES orders, tag integer REFERENCES tags);
        CREATE TABLE lines (id integer PRIMARY KEY, of integer NOT NULL REFERENCES orders, instead integer REFERENCES orders, tag integer REFERENCES tags);
        CREATE TABLE shipments (id integer PRIMARY KEY, line integer NOT NULL REFERENCES lines)
        """;

    private const string Data = """
        INSERT INTO tags SELECT generate_series(1, 50);
        INSERT INTO orders SELECT n, CASE WHEN n % 10 = 0 THEN n - 5 END, CASE WHEN n % 4 = 0 THEN 1 + n % 50 END FROM generate_series(1, 2000) n;
        INSERT INTO lines SELECT n, 1 + n % 2000, CASE WHEN n % 100 = 0 THEN 1 + n % 777 END, CASE WHEN n % 9 = 0 THEN 1 + n % 50 END FROM generate_series(1, 7000) n;
        INSERT INTO shipments SELECT n, 7001 - n FROM generate_series(1, 3000) n
        """;

    [SkippableTheory]
    [InlineData(100, null, null)]
    [InlineData(20, "tags", null)]
    [InlineData(20, null, "tags: id % 2 = 0")]
    [InlineData(3000, null, null)]
    [InlineData(10_000, null, null)]
    public async Task Every_order_has_its_lines(int limit, string? exclude, string? where)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        var tables = new Dictionary<string, TableExportOptions> { ["orders"] = new() { With = ["lines"] } };
        if (where is not null)
            tables["tags"] = new() { Where = [where.Split(": ")[1]] };
        var options = new ExportOptions
        {
            Limit = limit,
            Tables = tables,
            Exclude = exclude is null ? [] : [exclude],
        };

        await shop.ExportAsync(options);

        // Without what leads to tags that are left out there is no line of those.
        var files = FolderContent.Read(shop.Folder);
        var taken = files["public.orders"].Records.Select(record => record[0]).ToHashSet();
        var counted =
            exclude is not null ? "tag IS NULL"
            : where is not null ? "(tag IS NULL OR tag % 2 = 0)"
            : "true";
        var reachable =
            $"WITH RECURSIVE bad AS (SELECT id FROM orders WHERE NOT {counted} UNION SELECT o.id FROM orders o JOIN bad ON bad.id = o.previous) SELECT l.id FROM lines l WHERE {counted} AND NOT EXISTS (SELECT FROM bad WHERE bad.id IN (l.of, l.instead)) AND l.of IN ({string.Join(",", taken)}) ORDER BY 1";
        await using var connection = await shop.Source.OpenAsync();
        Assert.Equal(
            (await TestSql.RowsAsync(connection, reachable)).Select(row => row[0]),
            files["public.lines"].Records.Where(record => taken.Contains(record[1])).Select(record => record[0])
        );
        Assert.InRange(taken.Count, 1, 2 * limit);
        Assert.Empty(files.Dangling());
        await shop.ImportAsync();
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("orders=tags")]
    [InlineData("orders=nothing")]
    [InlineData("orders")]
    [InlineData("orders=lines=shipments")]
    public async Task What_does_not_belong_together_is_wrong_usage(string with)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT");

        var run = await Tool.RunAsync("export", "--source", shop.Source.Url, "--snapshot", shop.Folder, "--with", with);

        Assert.Equal(2, run.ExitCode);
        TextAssert.Contains(run.Errors, "--with");
    }
}
