using System.Globalization;
using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Long chains of rows, large rings of tables, and tables that very many others reference.</summary>
[Collection(OneServer.Name)]
public sealed class LongWays(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(10_000, 10_000)]
    [InlineData(7_000, 7_000)]
    public async Task A_chain_of_ten_thousand_rows_is_filled_up_to_the_limit_without_a_statement_for_each_row(
        int limit,
        int rows
    )
    {
        await using var chain = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE links (id integer PRIMARY KEY, previous integer REFERENCES links)",
            "INSERT INTO links SELECT n, CASE WHEN n > 1 THEN n - 1 END FROM generate_series(1, 10000) n"
        );
        var log = new StatementLog();
        await using (var connection = await log.OpenAsync(chain.Source))
            await new ExportRun(connection).ExportAsync(chain.Folder, new ExportOptions { Limit = limit });

        var links = FolderContent.Read(chain.Folder)["public.links"];
        Assert.Equal(
            Enumerable.Range(1, rows).Select(id => id.ToString(CultureInfo.InvariantCulture)),
            links.Records.Select(record => record[0])
        );
        Assert.True(
            log.Statements.Count < 100,
            string.Create(CultureInfo.InvariantCulture, $"{log.Statements.Count} statements")
        );
        Assert.Equal(rows, (await chain.ImportAsync()).Tables.Single().Inserted);
    }

    [SkippableFact]
    public async Task A_chain_in_a_very_large_table_is_followed_in_its_order()
    {
        await using var chain = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE links (id integer PRIMARY KEY, previous integer)",
            "INSERT INTO links SELECT n, n - 1 FROM generate_series(1, 201000) n; UPDATE links SET previous = NULL WHERE id = 1; ALTER TABLE links ADD FOREIGN KEY (previous) REFERENCES links; CREATE INDEX ON links (previous)"
        );

        var run = await Tool.RunToEndAsync(
            "export",
            "--source",
            chain.Source.Url,
            "--snapshot",
            chain.Folder,
            "--limit",
            "300"
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(300, FolderContent.Read(chain.Folder)["public.links"].Rows);
    }

    [SkippableFact]
    public async Task A_chain_may_wind_through_several_tables_of_a_cycle()
    {
        // a1 <- b1 <- a2 <- b2 …, owners before the cycle, and c below it.
        await using var chain = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE owners (id integer PRIMARY KEY);
            CREATE TABLE a (id integer PRIMARY KEY, b integer, next integer REFERENCES a);
            CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a, owner integer REFERENCES owners);
            ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            CREATE TABLE c (id integer PRIMARY KEY, b integer NOT NULL REFERENCES b)
            """,
            """
            INSERT INTO owners SELECT generate_series(1, 600);
            WITH a AS (INSERT INTO a SELECT n, CASE WHEN n > 1 THEN n - 1 END, CASE WHEN n % 7 = 0 THEN n - 2 END FROM generate_series(1, 400) n),
                b AS (INSERT INTO b SELECT n, n, CASE WHEN n > 300 THEN n + 200 ELSE n % 100 + 1 END FROM generate_series(1, 400) n) SELECT;
            INSERT INTO c SELECT n, n FROM generate_series(1, 400) n
            """,
            new ExportOptions { Limit = 350 }
        );

        // From the three-hundred-and-first row on, b has owners of its own, beyond the limit: the headroom holds them.
        var files = FolderContent.Read(chain.Folder);
        Assert.Equal(
            (350, 350, 350, 350),
            (files["public.owners"].Rows, files["public.a"].Rows, files["public.b"].Rows, files["public.c"].Rows)
        );
        Assert.Empty(files.Dangling());
        await chain.ImportAsync();
        Assert.True((await chain.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task A_ring_of_two_hundred_and_fifty_tables_that_require_each_other_is_taken_and_loaded()
    {
        const int tables = 250;
        var names = Enumerable
            .Range(0, tables)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"ring_{n:d3}"))
            .ToList();
        var create = string.Join(
            ";\n",
            names
                .Select(name => $"CREATE TABLE {name} (id integer PRIMARY KEY, next integer NOT NULL)")
                .Concat(
                    names.Select(
                        (name, n) => $"ALTER TABLE {name} ADD FOREIGN KEY (next) REFERENCES {names[(n + 1) % tables]}"
                    )
                )
        );

        // Twelve rings of rows, each closed after one round, of which two are too many.
        var fill =
            $"WITH {string.Join(",\n", names.Select(name => $"{name} AS (INSERT INTO {name} SELECT n, n FROM generate_series(1, 12) n)"))} SELECT";
        await using var ring = await Scenario.ExportedAsync(postgres, create, fill, new ExportOptions { Limit = 10 });

        Assert.All(FolderContent.Read(ring.Folder).Tables, table => Assert.Equal(10, table.Rows));
        Assert.Equal(10 * tables, (await ring.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.Equal(0, (await ring.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await ring.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task A_hub_may_have_three_thousand_children_and_more_values_than_a_statement_has_parameters()
    {
        // 90,000 references; a statement carries at most 65,535 parameters.
        var columns = Enumerable
            .Range(1, 30)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"hub_{n} integer NOT NULL REFERENCES hub"))
            .ToList();
        await using var hub = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE hub (id integer PRIMARY KEY); CREATE TABLE spokes (id integer PRIMARY KEY, {string.Join(", ", columns)})",
            $"INSERT INTO hub SELECT generate_series(1, 5); INSERT INTO spokes SELECT n, {string.Join(", ", columns.Select((_, i) => $"1 + (n + {i}) % 3"))} FROM generate_series(1, 3000) n",
            new ExportOptions { Limit = 3000 }
        );

        Assert.Equal([5, 3000], FolderContent.Read(hub.Folder).Tables.Select(table => table.Rows));
        await hub.ImportAsync();
        Assert.True((await hub.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task A_long_way_to_an_excluded_table_is_followed()
    {
        const int length = 50;
        var tables = Enumerable
            .Range(1, length)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE TABLE t{n} (id integer PRIMARY KEY, p integer REFERENCES t{n - 1})"
                )
            );
        var rows = Enumerable
            .Range(1, length)
            .Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"INSERT INTO t{n} SELECT n, n FROM generate_series(1, 9) n"
                )
            );
        await using var way = await Scenario.CreateAsync(
            postgres,
            $"CREATE TABLE x (id integer PRIMARY KEY); CREATE TABLE t0 (id integer PRIMARY KEY, x integer REFERENCES x); {string.Join("; ", tables)}",
            $"INSERT INTO x VALUES (1); INSERT INTO t0 SELECT n, CASE WHEN n % 3 = 0 THEN 1 END FROM generate_series(1, 9) n; {string.Join("; ", rows)}"
        );

        await way.ExportAsync(new ExportOptions { Exclude = ["x"] });

        Assert.All(
            FolderContent.Read(way.Folder).Tables,
            table => Assert.Equal(["1", "2", "4", "5", "7", "8"], table.Records.Select(record => record[0]))
        );
    }

    [SkippableFact]
    public async Task Of_which_every_one_leads_to_an_excluded_table_is_told_with_it()
    {
        await using var way = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE x (id integer PRIMARY KEY); CREATE TABLE a (id integer PRIMARY KEY, x integer REFERENCES x); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a)",
            "INSERT INTO x VALUES (1); INSERT INTO a VALUES (1, 1), (2, NULL); INSERT INTO b VALUES (1, 1)"
        );

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            way.ExportAsync(new ExportOptions { Exclude = ["x"] })
        );

        var lines = refusal.Message.Split("\n  - ");
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("b: ", lines[1], StringComparison.Ordinal);
        TextAssert.Contains(lines[1], "x", "a_x_fkey");
        TextAssert.Contains(refusal.Hint, Setting.Exclude.InLibrary);
    }

    [SkippableFact]
    public async Task Too_many_ways_to_an_excluded_table_are_refused_before_the_server_has_to_plan_them()
    {
        await using var ladder = await Scenario.CreateAsync(postgres, Ladder(levels: 22), "SELECT");

        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            ladder.ExportAsync(new ExportOptions { Exclude = ["x"] })
        );

        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
        TextAssert.Contains(refusal.Hint, Setting.Exclude.InLibrary);
    }

    /// <summary>
    /// Each level doubles the ways: two tables, each of which may reference either of the next level.
    /// </summary>
    internal static string Ladder(int levels)
    {
        string[] sides = ["a", "b"];
        var tables = Enumerable
            .Range(0, levels)
            .Reverse()
            .SelectMany(n =>
                sides.Select(side =>
                    n == levels - 1
                        ? string.Create(
                            CultureInfo.InvariantCulture,
                            $"CREATE TABLE {side}{n} (id integer PRIMARY KEY, x integer REFERENCES x)"
                        )
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"CREATE TABLE {side}{n} (id integer PRIMARY KEY, p integer REFERENCES a{n + 1}, q integer REFERENCES b{n + 1})"
                        )
                )
            );
        return $"CREATE TABLE x (id integer PRIMARY KEY); {string.Join("; ", tables)}";
    }
}
