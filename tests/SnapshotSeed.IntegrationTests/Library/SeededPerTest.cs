using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>A seeded database for each test, on a server with a connection string.</summary>
[Collection(OneServer.Name)]
public sealed class SeededPerTest(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Each_clone_holds_the_seed_and_is_gone_when_disposed_whoever_holds_it()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var databases = await On(shop);
        var name = "";
        await using (var first = await databases.CloneAsync())
        await using (var second = await databases.CloneAsync())
        {
            name = first.Name;
            Assert.NotEqual(first.Name, second.Name);
            await using var open = await first.DataSource.OpenConnectionAsync();
            await using var pooled = new NpgsqlConnection(first.ConnectionString);
            await pooled.OpenAsync();
            await TestSql.RowsAsync(open, "DELETE FROM items");
            Assert.Equal("0", await CountAsync(first.ConnectionString));
            Assert.Equal("6", await CountAsync(second.ConnectionString));
            Assert.Equal("on", await ScalarAsync(first.ConnectionString, "SHOW quote_all_identifiers"));
        }

        Assert.DoesNotContain(name, await DatabasesAsync(shop));
    }

    [SkippableFact]
    public async Task Parallel_users_build_one_template_and_later_ones_find_it()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var built = 0;
        SeededDatabases Users() =>
            SeededDatabases
                .On(shop.Target.ConnectionString)
                .WithSchema(
                    async (connection, token) =>
                    {
                        Interlocked.Increment(ref built);
                        await TestSql.RowsAsync(connection, Shop.Schema);
                        await Task.Delay(100, token);
                    },
                    version: shop.Folder
                )
                .WithSnapshot(shop.Folder);

        // As different processes would be.
        var all = Enumerable.Range(0, 4).Select(_ => Users()).ToList();
        var clones = await Task.WhenAll(all.SelectMany(users => new[] { users.CloneAsync(), users.CloneAsync() }));

        Assert.Equal(1, built);
        Assert.Equal(8, clones.Select(clone => clone.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (var clone in clones)
        {
            Assert.Equal("6", await CountAsync(clone.ConnectionString));
            await clone.DisposeAsync();
        }

        foreach (var users in all)
            await users.DisposeAsync();
    }

    [SkippableFact]
    public async Task What_a_killed_process_left_behind_is_removed_and_what_a_living_one_has_is_not()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var living = await On(shop);
        await using var used = await living.CloneAsync();
        await shop.Target.ExecuteAsync("CREATE DATABASE seed_test_clone_0000beef_1");

        await using var later = await On(shop);
        await using var clone = await later.CloneAsync();

        var databases = await DatabasesAsync(shop);
        Assert.DoesNotContain("seed_test_clone_0000beef_1", databases);
        Assert.Contains(used.Name, databases);
    }

    [SkippableFact]
    public async Task A_half_built_template_is_built_anew()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var before = await DatabasesAsync(shop);
        await using (var first = await On(shop))
            await (await first.CloneAsync()).DisposeAsync();
        var template = (await DatabasesAsync(shop))
            .Except(before)
            .Single(name => !name.Contains("clone", StringComparison.Ordinal));
        await shop.Target.ExecuteAsync($"ALTER DATABASE {template} WITH IS_TEMPLATE false ALLOW_CONNECTIONS true");

        await using var later = await On(shop);
        await using var clone = await later.CloneAsync();

        Assert.Equal("6", await CountAsync(clone.ConnectionString));
    }

    [SkippableFact]
    public async Task A_snapshot_that_does_not_fit_is_told_once_and_leaves_no_database()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var databases = SeededDatabases
            .On(shop.Target.ConnectionString)
            .WithSchema(
                (connection, _) => TestSql.RowsAsync(connection, "CREATE TABLE customers (id integer)"),
                shop.Folder
            )
            .WithSnapshot(shop.Folder);
        var before = await DatabasesAsync(shop);

        var first = await Assert.ThrowsAsync<SnapshotSeedException>(() => databases.CloneAsync());
        var second = await Assert.ThrowsAsync<SnapshotSeedException>(() => databases.CloneAsync());

        Assert.Equal(4, first.Problems.Length);
        Assert.Empty(second.Problems);
        TextAssert.Contains(second.Message, "cannot seed a database, as before");
        Assert.Equal(before, await DatabasesAsync(shop));
    }

    [SkippableFact]
    public async Task A_script_with_an_error_names_its_line_and_leaves_no_database()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var script = Path.Combine(shop.Parent, "schema.sql");
        await File.WriteAllTextAsync(script, "CREATE TABLE a (id integer);\n\nCREATE TABEL b (id integer);\n");
        await using var databases = SeededDatabases.On(shop.Target.ConnectionString).WithSchema(script);
        var before = await DatabasesAsync(shop);

        var failure = await Assert.ThrowsAsync<SqlScriptException>(() => databases.CloneAsync());

        Assert.Equal(3, failure.Line);
        Assert.Equal(before, await DatabasesAsync(shop));
    }

    [SkippableFact]
    public async Task A_server_that_is_not_there_is_an_error()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var databases = SeededDatabases
            .On("Host=127.0.0.1;Port=1;Username=nobody;Database=test")
            .WithSnapshot(shop.Folder);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => databases.CloneAsync());
    }

    [SkippableFact]
    public async Task A_shared_database_is_put_back_to_the_seed()
    {
        const string schema = """
            CREATE TABLE countries (id integer PRIMARY KEY, name text, capital integer);
            CREATE TABLE "user" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, country integer REFERENCES countries, name text);
            ALTER TABLE countries ADD FOREIGN KEY (capital) REFERENCES "user";
            CREATE TABLE notes (note text)
            """;
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            schema,
            """
            INSERT INTO countries VALUES (1, 'a', NULL), (2, 'b', NULL);
            INSERT INTO "user" (country, name) VALUES (1, 'x'), (2, 'y');
            UPDATE countries SET capital = id;
            INSERT INTO notes VALUES ('n'), ('n')
            """
        );
        await using var databases = SeededDatabases
            .On(shop.Target.ConnectionString)
            .WithSchema(
                (connection, _) =>
                    TestSql.RowsAsync(connection, schema + "; INSERT INTO notes VALUES ('of the schema')"),
                shop.Folder
            )
            .WithSnapshot(shop.Folder);
        await using var shared = await databases.ShareAsync();
        var before = await ContentAsync(shared);
        await using var open = await shared.DataSource.OpenConnectionAsync();
        await TestSql.RowsAsync(
            open,
            """
            UPDATE countries SET name = 'changed' WHERE id = 1;
            INSERT INTO "user" (country, name) VALUES (1, 'z');
            DELETE FROM notes WHERE note = 'of the schema'
            """
        );
        Assert.NotEqual(before, await ContentAsync(shared));

        await shared.ResetAsync();

        Assert.Equal(before, await ContentAsync(shared));
        await shared.ResetAsync();
        Assert.Equal(
            "3",
            await ScalarAsync(shared.ConnectionString, """INSERT INTO "user" (name) VALUES ('q') RETURNING id""")
        );
    }

    private static async Task<SeededDatabases> On(Scenario shop)
    {
        var script = Path.Combine(shop.Parent, "schema.sql");
        await File.WriteAllTextAsync(
            script,
            $"""
            {Shop.Schema};
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET quote_all_identifiers TO on', current_database()); END $$;
            -- {shop.Folder}
            """
        );
        return SeededDatabases.On(shop.Target.ConnectionString).WithSchema(script).WithSnapshot(shop.Folder);
    }

    private static Task<string?> CountAsync(string connectionString) =>
        ScalarAsync(connectionString, "SELECT count(*) FROM items");

    private static async Task<string?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = await TestSql.OpenAsync(connectionString);
        return (await TestSql.RowsAsync(connection, sql))[0][0];
    }

    private static Task<string?> ContentAsync(SharedDatabase database) =>
        ScalarAsync(
            database.ConnectionString,
            """
            SELECT concat((SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM countries t), (SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM "user" t),
                (SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM notes t))
            """
        );

    private static async Task<List<string>> DatabasesAsync(Scenario shop) =>
        (
            await shop.Target.RowsAsync("SELECT datname FROM pg_database WHERE datname LIKE 'seed_test_%' ORDER BY 1")
        ).ConvertAll(row => row[0]!);
}
