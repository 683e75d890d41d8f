using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Rows that the target would refuse: named with file and line, all of them together, and nothing is written.
/// </summary>
[Collection(OneServer.Name)]
public sealed class RefusedRows(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\tone\t11.50", "orders.tsv line 3", "customer_id")] // no integer
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t99999999999\t11.50", "orders.tsv line 3", "customer_id")] // out of range
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t1234567.00", "orders.tsv line 3", "total")] // too many digits for numeric(8,2)
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t\t11.50", "orders.tsv line 3", "customer_id")] // an empty field is a text, not NULL
    [InlineData("customers.tsv", "ada@example.org", "ada.lovelace@example.org", "customers.tsv line 2", "email")] // longer than varchar(20)
    [InlineData("customers.tsv", "ada@example.org", "\\N", "customers.tsv line 2", "email")] // NULL in NOT NULL
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t-11.50", "orders.tsv line 3", "total_is_positive")] // violates a CHECK
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t7\t11.50", "orders.tsv line 3", "orders_customer")] // dangles
    [InlineData("orders.tsv", "11\t1\t11.50", "10\t1\t11.50", "orders.tsv line 2 and line 3", "orders_pkey")] // the key twice
    [InlineData("customers.tsv", "bob@", "ada@", "customers.tsv line 2 and line 3", "customers_email_key")] // a unique value twice
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1", "orders.tsv line 3", "")] // a field too few
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t11.50\tx", "orders.tsv line 3", "")] // a field too many
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t\"11.50", "orders.tsv line ", "")] // a quote that is never closed
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t11\u00000", "orders.tsv line 3", "NUL")]
    [InlineData("orders.tsv", "11\t1\t11.50", "\n11\t1\t11.50", "orders.tsv line 3", "")] // an empty line
    [InlineData("customers.tsv", "id\temail\tname", "id\temail\tfullname", "customers.tsv line 1", "fullname")] // no such column
    [InlineData("customers.tsv", "id\temail\tname", "id\temail\temail", "customers.tsv line 1", "email")] // a column twice
    public async Task Are_named_with_file_line_and_cause(
        string file,
        string old,
        string replacement,
        string place,
        string cause
    )
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync(file, old, replacement);

        var message = await shop.RefusalAsync();

        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(cause, message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("tsquery", "fat & cat", "secret words")]
    [InlineData("jsonpath", "$.\"a\"", "$.secret words")]
    [InlineData("regclass", "pg_class", "secret.words")]
    [InlineData("regprocedure", "now()", "secret()")]
    [InlineData("xml", "<a/>", "<secret")]
    public async Task Are_named_without_their_values_whatever_the_types_input_says(
        string type,
        string value,
        string edited
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE t (id integer PRIMARY KEY, v {type})",
            $"INSERT INTO t VALUES (1, '{value}'), (2, '{value}')"
        );
        await File.WriteAllTextAsync(table.Path("t.tsv"), $"id\tv\n1\t\\N\n2\t{edited}\n");

        Assert.Equal(
            $"the target refuses rows of the snapshot\n  - t.tsv line 3: the value of column v does not fit its type {type}",
            await table.RefusalAsync()
        );

        var verify = await Tool.RunVerbAsync("verify", "--target", table.Target.Url, "--snapshot", table.Folder);
        Assert.Equal(3, verify.ExitCode);
        Assert.Contains(
            $"? t: t.tsv line 3: the value of column v does not fit its type {type}",
            verify.Output,
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task Say_that_the_snapshot_has_what_they_reference_where_the_target_holds_it_otherwise()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE p (id integer PRIMARY KEY, code text UNIQUE); CREATE TABLE c (id integer PRIMARY KEY, p text REFERENCES p (code))",
            "INSERT INTO p VALUES (1, 'new'), (2, 'same'); INSERT INTO c VALUES (1, 'new'), (2, 'same')"
        );
        await tables.Target.ExecuteAsync("INSERT INTO p VALUES (1, 'old')");

        Assert.Equal(
            "the target refuses rows of the snapshot\n  - c.tsv line 2: p references a row of p that the snapshot has, but the target holds it with other values, which the import leaves alone (c_p_fkey)",
            await tables.RefusalAsync()
        );
    }

    [SkippableTheory]
    [InlineData(
        "x integer, y integer GENERATED ALWAYS AS (x * 2) STORED PRIMARY KEY",
        "b integer REFERENCES p",
        "p (x) VALUES (1)",
        "2"
    )]
    [InlineData(
        "x text COLLATE caseless PRIMARY KEY",
        "b text COLLATE caseless REFERENCES p",
        "p VALUES ('Xy')",
        "'xY'"
    )]
    public async Task Are_not_blamed_for_what_another_row_did(string p, string b, string row, string value)
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            $"""
            CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE p ({p}); CREATE TABLE q (a integer PRIMARY KEY, {b}); CREATE TABLE z (a integer PRIMARY KEY, g integer GENERATED ALWAYS AS (a + 1) STORED)
            """,
            $"INSERT INTO {row}; INSERT INTO q VALUES (1, {value}); INSERT INTO z VALUES (30)"
        );
        await tables.Target.ExecuteAsync("ALTER TABLE z ADD CHECK (g < 10)");

        Assert.Equal(
            "the target refuses rows of the snapshot\n  - z: new row for relation \"z\" violates check constraint \"z_g_check\" (error 23514), first at z.tsv line 2 (a = 30)",
            await tables.RefusalAsync()
        );
    }

    [SkippableFact]
    public async Task Twice_by_a_collation_that_does_not_tell_them_apart_are_named()
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            "CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (v text COLLATE caseless PRIMARY KEY)",
            "INSERT INTO t VALUES ('a'), ('b')"
        );
        await tables.EditAsync("t.tsv", "b\n", "A\n");

        Assert.Contains(
            "t.tsv line 2 and line 3 have the same v (t_pkey)",
            await tables.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task That_came_before_a_NOT_NULL_which_is_not_valid_are_exported_and_then_named()
    {
        await postgres.RequireAsync(18);
        const string notNull = "ALTER TABLE c ADD CONSTRAINT given NOT NULL p NOT VALID";
        await using var tables = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (id integer PRIMARY KEY, p integer REFERENCES p)",
            $"INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1), (2, NULL); {notNull}"
        );

        await tables.ExportAsync();

        Assert.Equal("id\tp\n1\t1\n2\t\\N\n", await File.ReadAllTextAsync(tables.Path("c.tsv")));
        await tables.Target.ExecuteAsync(notNull);
        Assert.Equal(
            "the target refuses rows of the snapshot\n  - c.tsv line 3: violates the check constraint given",
            await tables.RefusalAsync()
        );
        await tables.Target.ExecuteAsync("ALTER TABLE c DROP CONSTRAINT given");
        await tables.ImportAsync();
        Assert.True((await tables.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData("C")]
    [InlineData("POSIX")]
    public async Task Are_none_where_a_column_tells_values_apart_that_its_domain_does_not(string collation)
    {
        await using var tables = await Scenario.ExportedAsync(
            postgres,
            $"""
            CREATE COLLATION caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE DOMAIN word AS varchar(5) COLLATE caseless;
            CREATE TABLE t (v word COLLATE "{collation}" PRIMARY KEY, w word)
            """,
            "INSERT INTO t VALUES ('a', 'a'), ('A', 'A')"
        );

        await tables.ImportAsync();

        Assert.Equal(0, (await tables.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await tables.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Say_which_table_to_load_too_where_it_was_not_asked_for()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);

        Assert.Contains(
            "orders.tsv line 2: customer_id references a row of customers that the target does not have; load customers with Tables, too (orders_customer)",
            await shop.RefusalAsync(new() { Tables = ["orders"] }),
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task That_another_session_inserts_meanwhile_are_skipped()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var other = await shop.Target.OpenAsync();
        await Sql.ExecuteAsync(other, "BEGIN; INSERT INTO customers VALUES (2, 'bob@example.org')");

        var import = Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder);
        await Wait.UntilAsync(
            "the import waits",
            async () => await shop.Target.ScalarAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)") == "t"
        );
        await Sql.ExecuteAsync(other, "COMMIT");
        var run = await import;

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "customers: 2 new rows inserted, 1 skipped (already present)\n",
            run.Output,
            StringComparison.Ordinal
        );
        await shop.ImportAsync();
    }

    [SkippableTheory]
    [InlineData(
        "ALTER TABLE t ADD twice integer GENERATED ALWAYS AS (n * 2) STORED; CREATE UNIQUE INDEX rule ON t (twice); INSERT INTO t VALUES (9, 5)",
        "line 2 (id = 1)",
        "rule (twice)"
    )]
    [InlineData(
        "ALTER TABLE t ADD tenant integer NOT NULL DEFAULT 1, ADD CONSTRAINT rule UNIQUE (tenant)",
        "line ",
        "rule (tenant)"
    )] // whichever came second
    public async Task By_a_key_over_columns_that_the_file_lacks_name_that_key_and_no_trigger(
        string change,
        string line,
        string key
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, n integer)",
            "INSERT INTO t VALUES (1, 5), (2, 6)"
        );
        await table.Target.ExecuteAsync(change);

        var message = await table.RefusalAsync();

        Assert.Contains($"t: 1 rows were not inserted, first t.tsv {line}", message, StringComparison.Ordinal);
        Assert.Contains(
            $": other rows hold their values in {key}, over columns that the file does not have",
            message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("trigger", message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Are_counted_in_lines_of_the_file_where_values_span_lines()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            Shop.Schema,
            Shop.Data + "; UPDATE customers SET name = E'three\\nlines\\nlong' WHERE id = 1"
        );
        await shop.EditAsync("customers.tsv", "cy@example.org", "somebody.else@example.org");

        Assert.Contains("customers.tsv line 6", await shop.RefusalAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Are_named_all_together()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("customers.tsv", "ada@example.org", "ada.lovelace@example.org");
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", "11\t1\t-11.50");
        await shop.EditAsync("orders.tsv", "13\t2\t13.75", "12\t2\t13.75");
        await shop.EditAsync("items.tsv", "10\t1\tapple", "99\t1\tapple");

        var message = await shop.RefusalAsync();

        Assert.Contains("customers.tsv line 2", message, StringComparison.Ordinal);
        Assert.Contains("orders.tsv line 3", message, StringComparison.Ordinal);
        Assert.Contains("orders.tsv line 4 and line 5", message, StringComparison.Ordinal);
        Assert.Contains("items.tsv line 2", message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("d varchar(3)", "abc", "abcd")]
    [InlineData("v varchar(3)[]", "{abc}", "{abcd}")]
    [InlineData("d bit(3)", "101", "1011")]
    [InlineData("d char(3)", "abc", "abcd")]
    [InlineData("d short", "abc", "abcd")] // a domain over varchar(3)
    [InlineData("d positive", "1", "-1")]
    [InlineData("d required", "x", "\\N")]
    [InlineData("d mood", "ok", "angry")]
    [InlineData("d numeric(4, 2)", "99.99", "100.00")]
    [InlineData("d date", "2024-02-29", "2023-02-29")]
    [InlineData("d jsonb", "{}", "{")]
    [InlineData("d int4range", "[1,5)", "[5,1)")]
    public async Task Are_found_whatever_the_type(string column, string good, string bad)
    {
        await using var things = await Scenario.ExportedAsync(
            postgres,
            $"""
            CREATE DOMAIN short AS varchar(3); CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE DOMAIN required AS text NOT NULL; CREATE TYPE mood AS ENUM ('ok');
            CREATE TABLE things (id integer PRIMARY KEY, {column})
            """,
            $"INSERT INTO things SELECT n, '{good}' FROM generate_series(1, 9) n"
        );
        await things.EditAsync("things.tsv", $"7\t{good}\n", $"7\t{bad}\n");

        Assert.Contains("things.tsv line 8", await things.RefusalAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Are_refused_on_a_partitioned_table_without_a_partition_for_them()
    {
        await using var days = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE days (day date PRIMARY KEY) PARTITION BY RANGE (day);
            CREATE TABLE days_2024 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')
            """,
            "INSERT INTO days VALUES ('2024-05-01'), ('2024-06-01')"
        );
        await days.EditAsync("days.tsv", "2024-06-01", "2031-06-01");

        var message = await days.RefusalAsync();
        Assert.Contains(
            "days: no partition of relation \"days\" found for row (error 23514), first at days.tsv line 3 (day = 2031-06-01)",
            message,
            StringComparison.Ordinal
        );

        await days.EditAsync("days.tsv", "2031-06-01", "2024-06-01");
        await days.Target.ExecuteAsync("DROP TABLE days_2024");
        Assert.Contains(
            "days: no partition of relation \"days\" found for row",
            await days.RefusalAsync(),
            StringComparison.Ordinal
        );
    }

    [SkippableTheory]
    [InlineData(
        "ALTER TABLE items ADD share integer GENERATED ALWAYS AS (12 / (length(product) - 3)) STORED",
        "items.tsv line 5 (order_id = 12, line = 1)"
    )]
    [InlineData(
        "ALTER TABLE items ADD grown text DEFAULT 'x', ADD CHECK (grown || product <> 'xplum')",
        "items.tsv line 4 (order_id = 11, line = 1)"
    )]
    public async Task By_what_only_inserting_them_can_tell_are_named_as_well(string change, string place)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(change);

        Assert.Contains(place, await shop.RefusalAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Are_found_twice_in_the_file_also_where_the_target_has_the_row()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();
        await shop.EditAsync(
            "customers.tsv",
            "1\tada@example.org\tAda\n",
            "1\tada@example.org\tAda\n1\tada@example.org\tAda again\n"
        );

        Assert.Contains("customers.tsv line 2 and line 3", await shop.RefusalAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Show_no_values_beyond_their_key()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", "11\tvery-private\t11.50");

        var log = Path.Combine(shop.Parent, "log.txt");
        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verbosity",
            "debug",
            "--log-file",
            log
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("orders.tsv line 3", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "very-private",
            run.Output + run.Errors + await File.ReadAllTextAsync(log),
            StringComparison.Ordinal
        );
    }
}
