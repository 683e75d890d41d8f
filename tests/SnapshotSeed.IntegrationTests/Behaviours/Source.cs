using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Source(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Is_read_and_nothing_else()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        const string writes = """
            SELECT sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del), (SELECT count(*) FROM pg_class), (SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'S')
            FROM pg_stat_user_tables
            """;
        const string reads = "SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0)::text FROM pg_stat_user_tables";
        await shop.Source.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        var content = await shop.Source.ContentAsync();
        var written = (await shop.Source.RowsAsync(writes))[0];
        var read = await shop.Source.ScalarAsync(reads);

        await shop.ExportAsync();

        // The counters of the export arrive together: once its reads are counted, so would its writes be.
        await Wait.UntilAsync("the statistics arrive", async () => await shop.Source.ScalarAsync(reads) != read);
        Assert.Equal(written, (await shop.Source.RowsAsync(writes))[0]);
        Assert.Equal(content, await shop.Source.ContentAsync());
    }

    [SkippableFact]
    public async Task Is_read_in_one_read_only_transaction()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        var log = new StatementLog();
        await using (var connection = await log.OpenAsync(shop.Source))
            await new ExportRun(connection).ExportAsync(shop.Folder, new ExportOptions());

        Assert.Contains("pg_catalog.set_config(", log.Statements[0], StringComparison.Ordinal);
        Assert.True(log.Statements.Count > 5, log.Text);
        Assert.All(log.Statements, statement => Assert.Matches("^(SELECT|WITH)", statement.TrimStart()));
        Assert.DoesNotContain("INSERT", log.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Refuses_to_be_written_to_in_the_session_of_an_export()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        await using var connection = await shop.Source.OpenAsync();
        await using var session = await SnapshotSeed.Postgres.Session.BeginAsync(
            connection,
            SnapshotSeed.Postgres.SessionMode.Export,
            default
        );

        var refusal = await Assert.ThrowsAsync<StatementException>(() =>
            session.ExecuteAsync($"DELETE FROM public.items", default)
        );

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }

    [SkippableFact]
    public async Task May_allow_reading_only_by_default()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync($"ALTER DATABASE {shop.Source.Name} SET default_transaction_read_only = on");

        var folder = Path.Combine(shop.Parent, "read-only");
        await shop.ExportAsync(folder: folder);

        FolderDifference.AssertNone(shop.Folder, folder);
    }

    [SkippableFact]
    public async Task May_have_any_settings_without_changing_a_byte()
    {
        const string schema =
            "CREATE TABLE things (id integer PRIMARY KEY, at timestamptz, span interval, ratio double precision, raw bytea, cash money, day date, doc xml)";
        const string data =
            "INSERT INTO things VALUES (1, '2024-01-02 03:04:05+00', '1 day 2 hours', 0.1, '\\x00ff', 12.5, '2024-02-01', '<a/>')";
        await using var things = await Scenario.ExportedAsync(postgres, schema, data);
        foreach (
            var setting in new[]
            {
                "TimeZone = 'Asia/Tokyo'",
                "DateStyle = 'SQL, DMY'",
                "IntervalStyle = 'iso_8601'",
                "extra_float_digits = -10",
                "bytea_output = 'escape'",
                "search_path = 'nowhere'",
                "client_encoding = 'LATIN1'",
            }
        )
            await things.Source.ExecuteAsync($"ALTER DATABASE {things.Source.Name} SET {setting}");

        var folder = Path.Combine(things.Parent, "other-settings");
        await things.ExportAsync(folder: folder);

        FolderDifference.AssertNone(things.Folder, folder);
    }

    [SkippableFact]
    public async Task Gives_one_changed_line_for_one_changed_row()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Source.ExecuteAsync("UPDATE orders SET total = 99 WHERE id = 11");

        var folder = Path.Combine(shop.Parent, "changed");
        await shop.ExportAsync(folder: folder);

        var (old, changed) = (
            await File.ReadAllLinesAsync(shop.Path("orders.tsv")),
            await File.ReadAllLinesAsync(Path.Combine(folder, "orders.tsv"))
        );
        Assert.Equal(old.Length, changed.Length);
        Assert.Equal("11\t1\t99.00", Assert.Single(changed.Except(old)));
        Assert.Equal(
            await File.ReadAllBytesAsync(shop.Path("customers.tsv")),
            await File.ReadAllBytesAsync(Path.Combine(folder, "customers.tsv"))
        );
    }

    [SkippableFact]
    public async Task Is_seen_as_it_was_when_the_export_began()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var holder = await Holder.TakeAsync(shop.Source, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
        var folder = Path.Combine(shop.Parent, "meanwhile");
        var export = shop.ExportAsync(folder: folder);
        await holder.WaitForVictimsAsync();

        await shop.Source.ExecuteAsync(
            "UPDATE customers SET name = 'changed meanwhile'; INSERT INTO customers (id, email) VALUES (4, 'late@example.org')"
        );
        await holder.ReleaseAsync();
        await export;

        FolderDifference.AssertNone(shop.Folder, folder);
    }

    [SkippableFact]
    public async Task May_hold_keys_that_are_equal_without_being_the_same_text()
    {
        const string schema = """
            CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE words (word text COLLATE caseless PRIMARY KEY);
            CREATE TABLE numbers (number numeric PRIMARY KEY);
            CREATE TABLE uses (id integer PRIMARY KEY, word text COLLATE caseless NOT NULL REFERENCES words, number numeric NOT NULL REFERENCES numbers, big bigint REFERENCES small)
            """;
        const string small = "CREATE TABLE small (id smallint PRIMARY KEY);\n";
        await using var words = await Scenario.ExportedAsync(
            postgres,
            small + schema,
            """
            INSERT INTO small VALUES (1), (2), (3); INSERT INTO words VALUES ('Apple'), ('PEAR'), ('zebra'); INSERT INTO numbers VALUES (1.0), (2.50), (3);
            INSERT INTO uses VALUES (1, 'pear', 2.5, 3), (2, 'ZEBRA', 3.000, 1)
            """,
            new ExportOptions { Limit = 2, Floor = 2 }
        );

        Assert.Equal(
            ["PEAR", "zebra"],
            FolderContent.Read(words.Folder)["public.words"].Records.Select(record => record[0])
        );
        Assert.Equal(
            ["2.50", "3"],
            FolderContent.Read(words.Folder)["public.numbers"].Records.Select(record => record[0])
        );
        await words.ImportAsync();
        Assert.Equal(0, (await words.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await words.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Is_named_where_it_has_no_table_at_all()
    {
        await using var empty = await Scenario.CreateAsync(postgres, "SELECT 1", "");

        var run = await Tool.RunAsync("export", "--source", empty.Source.Url, "--snapshot", empty.Folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(empty.Source.Name, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(empty.Folder));
    }

    [SkippableFact]
    public async Task Has_no_part_in_temporary_tables_whatever_their_names()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        var folder = Path.Combine(shop.Parent, "beside temporary tables");
        await using var connection = await shop.Source.OpenAsync();
        await TestSql.ExecuteAsync(
            connection,
            "CREATE TEMPORARY TABLE customers (id integer PRIMARY KEY); INSERT INTO customers VALUES (77); CREATE TEMPORARY TABLE notes AS SELECT 'not exported'; CREATE TEMPORARY TABLE text (id integer)"
        );

        await new ExportRun(connection).ExportAsync(folder, new ExportOptions());

        FolderDifference.AssertNone(shop.Folder, folder);
    }

    /// <summary>Computed when it is read, on PostgreSQL 18; older versions know stored ones only.</summary>
    [SkippableFact]
    public async Task May_compute_columns_when_they_are_read()
    {
        var server = await postgres.CloneAsync("demo", "SELECT 1");
        var isVirtual =
            int.Parse(
                (await server.ScalarAsync("SHOW server_version_num"))!,
                System.Globalization.CultureInfo.InvariantCulture
            ) >= 180000;
        await server.DisposeAsync();
        var kind = isVirtual ? "VIRTUAL" : "STORED";
        await using var boxes = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE boxes (id integer PRIMARY KEY, area integer GENERATED ALWAYS AS (w * h) {kind}, w integer NOT NULL, h integer NOT NULL, late text GENERATED ALWAYS AS ('b' || id) {kind})",
            "INSERT INTO boxes (id, w, h) VALUES (1, 2, 3), (2, 4, 5)"
        );

        Assert.Equal(["id\tw\th", "1\t2\t3", "2\t4\t5"], await File.ReadAllLinesAsync(boxes.Path("boxes.tsv")));
        await boxes.ImportAsync();
        Assert.Equal(0, (await boxes.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await boxes.VerifyAsync()).Succeeded);
        Assert.Equal(
            "6 b1,20 b2",
            await boxes.Target.ScalarAsync("SELECT string_agg(area || ' ' || late, ',' ORDER BY id) FROM boxes")
        );
    }
}
