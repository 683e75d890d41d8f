using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Tables whose only unique key has a column that may be NULL.</summary>
[Collection(OneServer.Name)]
public sealed class NullableKeys(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(6)]
    [InlineData(6000)]
    public async Task Tell_apart_the_rows_that_give_all_of_their_values_and_the_others_are_compared_whole(int rows)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE t (a integer NOT NULL, b integer, v text, UNIQUE (a, b))",
            $"INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN n END, 'v' FROM generate_series(1, {rows}) n; INSERT INTO t VALUES (3, NULL, 'v'), (3, NULL, 'w')"
        );
        await shop.ExportAsync(new() { Limit = 10_000 });
        var first = await shop.ImportAsync();

        // One differs under its key, one with a copy is gone.
        await shop.Target.ExecuteAsync(
            "UPDATE t SET v = 'changed' WHERE a = 1; DELETE FROM t WHERE ctid = (SELECT ctid FROM t WHERE a = 3 AND v = 'v' LIMIT 1)"
        );
        var before = await shop.VerifyAsync();
        var second = (await shop.ImportAsync()).Tables.Single();
        var third = (await shop.ImportAsync()).Tables.Single();
        var after = await shop.VerifyAsync();

        Assert.Equal(rows + 2, first.Tables.Single().Inserted);
        Assert.Equal((1, 1), (before.Tables[0].Missing, before.Tables[0].Different));
        Assert.Equal((1, rows + 1, 1), (second.Inserted, second.Skipped, second.Different));
        Assert.Equal((0, rows + 2, 1), (third.Inserted, third.Skipped, third.Different));
        Assert.Equal((0, 1), (after.Tables[0].Missing, after.Tables[0].Different));
        Assert.Equal("a = 1, b = 1", Assert.Single(after.Tables[0].DifferentKeys));
        Assert.Equal("changed", await shop.Target.ScalarAsync("SELECT v FROM t WHERE a = 1"));
    }

    private const string Roles = """
        CREATE TABLE tenants (id serial PRIMARY KEY, slug text NOT NULL UNIQUE);
        CREATE TABLE roles (id serial PRIMARY KEY, tenant_id integer REFERENCES tenants, name text NOT NULL, rank integer, UNIQUE (tenant_id, name));
        CREATE TABLE grants (role_id integer NOT NULL REFERENCES roles, right_name text NOT NULL, PRIMARY KEY (role_id, right_name))
        """;

    // Admins of the platform belong to no tenant.
    private const string Seed = """
        # tenants
        id slug
        t acme
        # roles
        id tenant_id name rank
        a \N admin 1
        b t admin 2
        c \N guest 3
        # grants
        role_id right_name
        a read
        b read
        c write
        """;

    [SkippableTheory]
    [InlineData(ConflictMode.Skip, true)]
    [InlineData(ConflictMode.Update, true)]
    [InlineData(ConflictMode.Skip, false)]
    [InlineData(ConflictMode.Update, false)]
    public async Task Find_rows_with_NULL_again_when_ids_are_assigned(ConflictMode mode, bool isNamed)
    {
        await using var shop = await Scenario.CreateAsync(postgres, Roles, "");
        await shop.Target.ExecuteAsync("INSERT INTO roles (name) VALUES ('guest')");
        HandWritten.Write(shop.Folder, Seed);
        var options = new ImportOptions
        {
            Ids = IdMode.Assign,
            OnConflict = mode,
            Null = "\\N",
            Tables = { ["roles"] = new() { Key = isNamed ? ["tenant_id", "name"] : [] } },
        };

        var first = await shop.ImportAsync(options);
        var second = await shop.ImportAsync(options);

        Assert.Equal(6, first.Tables.Sum(table => table.Inserted));
        Assert.Equal(0, second.Tables.Sum(table => table.Inserted));
        Assert.Equal(0, second.Tables.Sum(table => table.Updated));
        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM roles"));
        Assert.Equal(
            "write",
            await shop.Target.ScalarAsync(
                "SELECT right_name FROM grants g JOIN roles r ON r.id = g.role_id WHERE r.name = 'guest'"
            )
        );
    }

    [SkippableTheory]
    [InlineData(6)]
    [InlineData(6000)]
    public async Task Count_NULLs_as_equal_when_the_configuration_names_them(int rows)
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE t (a integer NOT NULL, b integer, v text, UNIQUE (a, b))",
            $"INSERT INTO t SELECT n, CASE WHEN n % 3 > 0 THEN n END, 'v' FROM generate_series(1, {rows}) n"
        );
        await shop.ExportAsync(new() { Limit = 10_000 });
        var options = new ImportOptions
        {
            OnConflict = ConflictMode.Update,
            Tables = { ["t"] = new() { Key = ["a", "b"] } },
        };
        await shop.ImportAsync(options);
        await shop.Target.ExecuteAsync("UPDATE t SET v = 'changed' WHERE a IN (1, 3)");

        var second = (await shop.ImportAsync(options)).Tables.Single();

        Assert.Equal((0, 2), (second.Inserted, second.Updated));
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM t WHERE v <> 'v'"));
    }

    [SkippableFact]
    public async Task Are_used_where_the_file_gives_all_of_their_values()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE t (id serial PRIMARY KEY, code text UNIQUE, v text)",
            ""
        );
        HandWritten.Write(shop.Folder, "# t\ncode v\nA one\nB two\n");
        var options = new ImportOptions { OnConflict = ConflictMode.Update };
        await shop.ImportAsync(options);
        await shop.Target.ExecuteAsync(
            "UPDATE t SET v = 'changed' WHERE code = 'A'; INSERT INTO t (v) VALUES ('no code')"
        );

        var second = (await shop.ImportAsync(options)).Tables.Single();

        Assert.Equal((0, 1), (second.Inserted, second.Updated));
    }
}
