using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Rows of the source that reference nothing: a key that is NOT VALID binds only rows that came after it.
/// </summary>
[Collection(OneServer.Name)]
public sealed class DanglingRows(PostgresFixture postgres)
{
    private const string Tables =
        "CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE orders (id integer PRIMARY KEY, buyer integer, giver integer); ";
    private const string Keys = """
        ALTER TABLE orders ADD CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users NOT VALID, ADD CONSTRAINT orders_giver FOREIGN KEY (giver) REFERENCES users
        """;

    private const string Rows =
        "INSERT INTO users VALUES (1), (2); INSERT INTO orders VALUES (10, 7777, 1), (11, 2, NULL), (12, 8888, 2);\n";

    [SkippableFact]
    public async Task Are_exported_and_reported_without_their_values()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Tables, Rows + Keys);

        var run = await Tool.RunToEndAsync("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["2 exported rows orders (buyer) -> users (id) orders_buyer"],
            run.Log.Of(nameof(Log.Dangling), "Rows", "Key", "Name")
        );
        Assert.DoesNotContain("7777", run.Errors, StringComparison.Ordinal);
        Assert.Equal(
            "id\tbuyer\tgiver\n10\t7777\t1\n11\t2\t\\N\n12\t8888\t2\n",
            await File.ReadAllTextAsync(shop.Path("orders.tsv"))
        );
    }

    [SkippableFact]
    public async Task Are_reported_where_all_rows_of_the_referenced_table_are_there()
    {
        // As loaded while the triggers of the key were off.
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Tables + "ALTER TABLE orders ADD CONSTRAINT orders_giver FOREIGN KEY (giver) REFERENCES users;",
            "INSERT INTO users VALUES (1), (2); INSERT INTO orders SELECT n, NULL, 1 + n % 2 FROM generate_series(1, 20) n; "
                + "SET session_replication_role = replica; INSERT INTO orders SELECT n, NULL, 5 FROM generate_series(21, 23) n; SET session_replication_role = origin"
        );

        var run = await Tool.RunToEndAsync("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);

        Assert.Equal(24, (await File.ReadAllLinesAsync(shop.Path("orders.tsv"))).Length);
        Assert.Equal(["3 exported rows orders_giver"], run.Log.Of(nameof(Log.Dangling), "Rows", "Name"));
    }

    [SkippableTheory]
    [InlineData("")] // the target has no such key
    [InlineData(Keys + "; ALTER TABLE orders DISABLE TRIGGER ALL", 2L)] // nor does it enforce this one
    public async Task Are_loaded_and_verified_where_the_target_lets_them(string keys, params long[] dangling)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Tables, Rows + Keys);
        await shop.Target.ExecuteAsync($"SELECT 1; {keys}");

        var import = await Tool.RunVerbAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify"
        );

        Assert.Equal(0, import.ExitCode);
        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM orders"));
        Assert.Equal(dangling, (await shop.VerifyAsync()).References.Select(check => check.Dangling));
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
    }

    [SkippableFact]
    public async Task Are_refused_with_file_line_and_key_where_the_target_checks_new_rows()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Tables, Rows + Keys);
        await shop.Target.ExecuteAsync(Keys);

        var refusal = await shop.RefusalAsync();

        Assert.Equal(
            [(RowProblemKind.Dangling, "orders.tsv", 2), (RowProblemKind.Dangling, "orders.tsv", 4)],
            refusal.Problems.Places()
        );
        Assert.All(
            refusal.Problems,
            problem =>
                Assert.Equal(
                    ("buyer", "users", "orders_buyer"),
                    (problem.Columns.Single(), problem.ReferencedTable, problem.Constraint)
                )
        );
    }

    [SkippableFact]
    public async Task Are_a_difference_where_the_target_has_the_key_in_force()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Tables, Rows + Keys);
        await shop.ImportAsync();
        await shop.Target.ExecuteAsync(Keys);

        var report = await shop.VerifyAsync();

        Assert.False(report.Succeeded);
        Assert.Equal(
            ("orders_buyer", 2),
            (Assert.Single(report.References).ForeignKey.Name, report.References[0].Dangling)
        );
    }

    [SkippableFact]
    public async Task Are_those_too_that_MATCH_FULL_forbids()
    {
        const string schema = """
            CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
            CREATE TABLE c (id integer PRIMARY KEY, a integer, b integer, CONSTRAINT c_p FOREIGN KEY (a, b) REFERENCES p MATCH FULL)
            """;
        const string rows =
            "ALTER TABLE c DISABLE TRIGGER ALL; INSERT INTO c VALUES (1, 1, NULL), (2, NULL, NULL), (3, 1, 1); ALTER TABLE c ENABLE TRIGGER ALL";
        await using var tables = await Scenario.ExportedAsync(postgres, schema, "INSERT INTO p VALUES (1, 1); " + rows);
        await tables.Target.ExecuteAsync("INSERT INTO p VALUES (1, 1); " + rows);

        Assert.Equal(1, Assert.Single((await tables.VerifyAsync()).References).Dangling);
        var export = await Tool.RunToEndAsync("export", "--source", tables.Source.Url, "--snapshot", tables.Folder);
        Assert.Equal(
            ["1 exported row c (a, b) -> p (a, b) c_p"],
            export.Log.Of(nameof(Log.Dangling), "Rows", "Key", "Name")
        );
    }

    [SkippableFact]
    public async Task Are_those_too_whose_period_is_covered_in_part()
    {
        await postgres.RequireAsync(18);
        const string schema = """
            CREATE EXTENSION btree_gist; CREATE TABLE p (id integer, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS));
            CREATE TABLE c (id integer PRIMARY KEY, p integer, during daterange, CONSTRAINT c_p FOREIGN KEY (p, PERIOD during) REFERENCES p)
            """;
        const string rows = """
            INSERT INTO p VALUES (1, '[2024-01-01,2024-02-01)'), (1, '[2024-02-01,2024-03-01)'); ALTER TABLE c DISABLE TRIGGER ALL;
            INSERT INTO c VALUES (1, 1, '[2024-01-10,2024-02-10)'), (2, 1, '[2024-02-10,2024-03-10)'); ALTER TABLE c ENABLE TRIGGER ALL
            """;
        await using var tables = await Scenario.ExportedAsync(postgres, schema, rows);
        await tables.Target.ExecuteAsync(rows);

        Assert.Equal(1, Assert.Single((await tables.VerifyAsync()).References).Dangling);
    }

    [SkippableFact]
    public async Task Are_not_blamed_on_keys_and_checks_that_are_not_enforced()
    {
        await postgres.RequireAsync(18);
        const string loose = """
            ALTER TABLE orders ADD CONSTRAINT orders_buyer FOREIGN KEY (buyer) REFERENCES users NOT ENFORCED, ADD CONSTRAINT few CHECK (buyer < 5000) NOT ENFORCED, ADD CONSTRAINT late CHECK (id < 12) NOT VALID
            """;
        await using var shop = await Scenario.ExportedAsync(postgres, Tables, Rows + loose);
        await shop.Target.ExecuteAsync(loose);

        var refusal = await shop.RefusalAsync();

        Assert.Equal((RowProblemKind.Check, "orders.tsv", 4), refusal.Problem().Place());
        Assert.Equal("late", refusal.Problem().Constraint);
    }
}
