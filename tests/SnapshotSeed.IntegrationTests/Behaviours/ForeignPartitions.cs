using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// A table sharded over other servers: partitions that are foreign tables. PostgreSQL allows such a root neither a
/// unique key nor a foreign key; local partitions may have both.
/// </summary>
[Collection(OneServer.Name)]
public sealed class ForeignPartitions(PostgresFixture postgres)
{
    private const string Shard = """
        CREATE TABLE orders_REGION (word text, id integer PRIMARY KEY, region text NOT NULL, customer integer NOT NULL);
        INSERT INTO orders_REGION SELECT CASE n % 2 WHEN 0 THEN 'b' ELSE 'A' END, n, 'REGION', n % 5 + 1 FROM generate_series(1, 30) n;
        CREATE VIEW seen AS SELECT * FROM orders_REGION
        """;

    private const string Schema = """
        CREATE TABLE customers (id integer PRIMARY KEY, name text);
        CREATE TABLE orders (word text, id integer NOT NULL, region text NOT NULL, customer integer NOT NULL) PARTITION BY LIST (region);
        CREATE TABLE orders_here PARTITION OF orders (PRIMARY KEY (id), FOREIGN KEY (customer) REFERENCES customers) FOR VALUES IN ('here');
        CREATE INDEX ON orders_here (word);
        CREATE TABLE bills (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders_here)
        """;

    private const string LocalPartitions = """
        ;
        CREATE TABLE orders_us PARTITION OF orders FOR VALUES IN ('us');
        CREATE TABLE orders_rest PARTITION OF orders FOR VALUES IN ('eu')
        """;

    private const string Data = """
        ;
        INSERT INTO customers SELECT n, 'customer ' || n FROM generate_series(1, 9) n;
        INSERT INTO orders_here SELECT CASE n % 2 WHEN 0 THEN 'B' ELSE 'a' END, n, 'here', n % 5 + 1 FROM generate_series(1, 30) n;
        INSERT INTO bills SELECT n, n FROM generate_series(21, 30) n
        """;

    [SkippableFact]
    public async Task Are_exported_through_their_root()
    {
        await using var shards = await ShardsAsync();
        await using var shop = await Scenario.ExportedAsync(postgres, Schema + LocalPartitions, ""); // Nothing but a target.
        await using var source = await postgres.CloneAsync("demo", Schema + shards.Partitions() + Data);
        using var temporary = new TemporaryFolder();

        // Every row of the shards has the ctid of one in the others.
        await ExportAsync(source, shop.Folder);
        await shop.ImportAsync();

        Assert.Equal(90, FolderContent.Read(shop.Folder)["public.orders"].Rows);
        Assert.Equal(
            "eu:30 here:30 us:30",
            await shop.Target.ScalarAsync(
                "SELECT string_agg(region || ':' || rows, ' ' ORDER BY region) FROM (SELECT region, count(DISTINCT id) AS rows FROM orders GROUP BY region) r"
            )
        );
        Assert.True((await shop.VerifyAsync()).Succeeded);
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
        await ExportAsync(shop.Target, temporary["again"]);
        FolderDifference.AssertNone(shop.Folder, temporary["again"]);
    }

    [SkippableFact]
    public async Task Keep_limits_and_floors_and_bring_what_they_reference()
    {
        await using var shards = await ShardsAsync();
        await using var source = await postgres.CloneAsync("demo", Schema + shards.Partitions() + Data);
        using var temporary = new TemporaryFolder();
        var options = new ExportOptions { Limit = 8, Tables = { ["bills"] = new() { Limit = 2 } } };

        await ExportAsync(source, temporary["first"], options);
        await source.ExecuteAsync("VACUUM FULL");
        await shards.Us.ExecuteAsync("CREATE INDEX moved ON orders_us (id DESC); CLUSTER orders_us USING moved");
        await ExportAsync(source, temporary["second"], options);

        FolderDifference.AssertNone(temporary["first"], temporary["second"]);
        var files = FolderContent.Read(temporary["first"]);

        // By word as code points, whatever the shards sort by, and of each partition as many. Two of here came for bills.
        Assert.Equal(
            ["A 1 eu", "A 1 us", "A 3 eu", "A 3 us", "A 5 eu", "B 2 here", "B 22 here", "a 21 here"],
            files["public.orders"].Records.Select(record => $"{record[0]} {record[1]} {record[2]}")
        );
        Assert.Equal(["21", "22"], files["public.bills"].Records.Select(record => record[1]));
        var customers = files["public.customers"].Records.Select(record => record[0]).ToHashSet();
        Assert.All(
            files["public.orders"].Records.Where(record => record[2] == "here"),
            record => Assert.Contains(record[3], customers)
        );
        Assert.Empty(files.Contradictions());
    }

    [SkippableFact]
    public async Task Take_an_import()
    {
        await using var shards = await ShardsAsync();
        await using var shop = await Scenario.ExportedAsync(postgres, Schema + LocalPartitions, Data);
        await shop.Source.ExecuteAsync(
            "INSERT INTO orders VALUES ('new', 31, 'us', 1), ('new', 31, 'eu', 1), ('twice', 32, 'eu', 1)"
        );
        await shop.ExportAsync();
        await using var target = await postgres.CloneAsync("test", Schema + shards.Partitions());

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync("import", "--target", target.Url, "--snapshot", shop.Folder, "--truncate-first")
        );
        var first = await Tool.RunVerbAsync(
            "import",
            "--target",
            target.Url,
            "--snapshot",
            shop.Folder,
            "--allow-target",
            target.Name,
            "--verify",
            "--json"
        );
        var second = await Tool.RunVerbAsync(
            "import",
            "--target",
            target.Url,
            "--snapshot",
            shop.Folder,
            "--allow-target",
            target.Name,
            "--json"
        );

        // The name of the target says test; those of the shards do not.
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
        TextAssert.Contains(refusal.Message, "orders", "orders_us", shards.Us.Name);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal((33, 0), first.Sums("public.orders"));
        Assert.Equal((0, 33), second.Sums("public.orders"));
        Assert.Equal("31", await shards.Us.ScalarAsync("SELECT max(id) FROM orders_us"));
        Assert.Equal("32", await shards.Eu.ScalarAsync("SELECT max(id) FROM orders_eu"));
    }

    [SkippableFact]
    public async Task Whose_rows_cannot_be_told_apart_are_refused_by_name()
    {
        await using var shards = await ShardsAsync();
        await using var source = await postgres.CloneAsync("demo", Schema + shards.Partitions() + Data);
        using var temporary = new TemporaryFolder();
        await ExportAsync(source, temporary["snapshot"]);
        FolderDifference.Copy(temporary["snapshot"], temporary["kept"]);
        var folder = postgres.Server.SocketDirectory;
        await source.ExecuteAsync(
            $"""
            CREATE EXTENSION file_fdw;
            CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
            COPY (SELECT n FROM generate_series(1, 3) n) TO '{folder}/rows.csv' (FORMAT csv);
            CREATE SERVER unmapped FOREIGN DATA WRAPPER postgres_fdw;
            CREATE SERVER nowhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '{folder}', port '1');
            CREATE USER MAPPING FOR PUBLIC SERVER nowhere;
            {Root("view", "us", "OPTIONS (table_name 'seen')")};
            {Root("gone", "us", "")};
            {Root("lost", "nowhere", "")};
            {Root("secret", "unmapped", "")};
            {Root("csv", "files", $"OPTIONS (filename '{folder}/rows.csv', format 'csv')")}
            """
        );

        var export = await Tool.RunToEndAsync("export", "--source", source.Url, "--snapshot", temporary["snapshot"]);
        var plan = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync("plan", "--source", source.Url)
        );
        var others = await Tool.RunVerbAsync(
            "export",
            "--source",
            source.Url,
            "--snapshot",
            temporary["others"],
            "--exclude",
            "view,gone,lost,secret,csv"
        );

        Assert.Equal(1, export.ExitCode);
        Assert.Equal(plan.Message, Assert.IsType<SnapshotSeedException>(export.Failure).Message);
        Assert.Contains("--exclude", export.Errors, StringComparison.Ordinal);
        var lines = plan.Message.Split("\n  - ");
        Assert.Equal(6, lines.Length);
        TextAssert.Contains(
            lines.Single(line => line.StartsWith("view: ", StringComparison.Ordinal)),
            "view_1",
            "42703"
        );
        TextAssert.Contains(
            lines.Single(line => line.StartsWith("gone: ", StringComparison.Ordinal)),
            "gone_1",
            "42P01"
        );
        TextAssert.Contains(
            lines.Single(line => line.StartsWith("lost: ", StringComparison.Ordinal)),
            "lost_1",
            "08001"
        );
        TextAssert.Contains(lines.Single(line => line.StartsWith("secret: ", StringComparison.Ordinal)), "secret_1");
        TextAssert.Contains(lines.Single(line => line.StartsWith("csv: ", StringComparison.Ordinal)), "csv_1", "ctid");
        Assert.DoesNotContain("orders", plan.Message, StringComparison.Ordinal);
        FolderDifference.AssertNone(temporary["kept"], temporary["snapshot"]);
        FolderDifference.AssertNone(temporary["kept"], temporary["others"]);

        static string Root(string name, string server, string options) =>
            $"CREATE TABLE {name} (id integer) PARTITION BY LIST (id); CREATE FOREIGN TABLE {name}_1 PARTITION OF {name} DEFAULT SERVER {server} {options}";
    }

    [SkippableFact]
    public async Task Whose_rows_prove_late_that_they_cannot_be_told_apart_are_refused_then()
    {
        await using var shards = await ShardsAsync();
        await shards.Us.ExecuteAsync(
            """
            CREATE TABLE split (word text, id integer, region text, customer integer) PARTITION BY RANGE (id);
            CREATE TABLE split_1 PARTITION OF split FOR VALUES FROM (0) TO (2000);
            CREATE TABLE split_2 PARTITION OF split FOR VALUES FROM (2000) TO (3000);
            INSERT INTO split SELECT 'A', n, 'other', 1 FROM generate_series(1, 2001) n
            """
        );
        await using var source = await postgres.CloneAsync("demo", Schema + shards.Partitions() + Data);
        await source.ExecuteAsync(
            "CREATE FOREIGN TABLE orders_other PARTITION OF orders FOR VALUES IN ('other') SERVER us OPTIONS (table_name 'split')"
        );
        using var temporary = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync("export", "--source", source.Url, "--snapshot", temporary["snapshot"])
        );

        // The first thousand rows have places of their own; the last two share theirs with the first two.
        TextAssert.Contains(refusal.Message, "orders", "100", "102");
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Root));
    }

    private static async Task ExportAsync(TestDatabase source, string folder, ExportOptions? options = null)
    {
        await using var connection = await source.OpenAsync();
        await new ExportRun(connection).ExportAsync(folder, options ?? new ExportOptions());
    }

    /// <summary>Two other databases. One of them sorts text by a language.</summary>
    private async Task<Shards> ShardsAsync() =>
        new(
            await postgres.CreateAsync(
                "shard",
                "LOCALE_PROVIDER icu ICU_LOCALE 'und'",
                Shard.Replace("REGION", "us", StringComparison.Ordinal)
            ),
            await postgres.CreateAsync("shard", "", Shard.Replace("REGION", "eu", StringComparison.Ordinal))
        );

    private sealed record Shards(TestDatabase Us, TestDatabase Eu) : IAsyncDisposable
    {
        public string Partitions() =>
            $"""
                ;
                CREATE EXTENSION postgres_fdw;
                {Partition("us", Us)};
                {Partition("eu", Eu)}
                """;

        public async ValueTask DisposeAsync()
        {
            await Us.DisposeAsync();
            await Eu.DisposeAsync();
        }

        // With estimates from the other server PostgreSQL is keenest on sorting there.
        private static string Partition(string name, TestDatabase shard) =>
            $"""
                CREATE SERVER {name} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{shard.Port}', dbname '{shard.Name}', use_remote_estimate 'true');
                CREATE USER MAPPING FOR PUBLIC SERVER {name} OPTIONS (user '{ThrowawayPostgres.SuperUser}');
                CREATE FOREIGN TABLE orders_{name} PARTITION OF orders FOR VALUES IN ('{name}') SERVER {name}
                """;
    }
}
