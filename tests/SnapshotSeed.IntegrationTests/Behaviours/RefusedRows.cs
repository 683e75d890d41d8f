using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Rows that the target would refuse: named with file and line, all of them together, and nothing is written.
/// </summary>
[Collection(OneServer.Name)]
public sealed class RefusedRows(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\tone\t11.50", RowProblemKind.Value, 3, "customer_id")] // no integer
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t99999999999\t11.50", RowProblemKind.Value, 3, "customer_id")] // out of range
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t1234567.00", RowProblemKind.Value, 3, "total")] // too many digits for numeric(8,2)
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t\t11.50", RowProblemKind.Value, 3, "customer_id")] // an empty field is a text, not NULL
    [InlineData("customers.tsv", "ada@example.org", "ada.lovelace@example.org", RowProblemKind.Value, 2, "email")] // longer than varchar(20)
    [InlineData("customers.tsv", "ada@example.org", "\\N", RowProblemKind.Null, 2, "email")]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t1\t-11.50", RowProblemKind.Check, 3, "total_is_positive")]
    [InlineData("orders.tsv", "11\t1\t11.50", "11\t7\t11.50", RowProblemKind.Dangling, 3, "orders_customer")]
    [InlineData("orders.tsv", "11\t1\t11.50", "10\t1\t11.50", RowProblemKind.Duplicate, 2, "orders_pkey")]
    [InlineData("customers.tsv", "bob@", "ada@", RowProblemKind.Duplicate, 2, "customers_email_key")]
    [InlineData("customers.tsv", "id\temail\tname", "id\temail\tfullname", RowProblemKind.UnknownColumn, 1, "fullname")]
    [InlineData("customers.tsv", "id\temail\tname", "id\temail\temail", RowProblemKind.RepeatedColumn, 1, "email")]
    public async Task Are_named_with_file_line_and_cause(
        string file,
        string old,
        string replacement,
        RowProblemKind kind,
        long line,
        string cause
    )
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync(file, old, replacement);

        var refusal = await shop.RefusalAsync();

        var problem = Assert.Single(refusal.Problems.Where(problem => problem.Kind == kind));
        Assert.Equal((file, line), (problem.File, problem.Line));
        Assert.Contains(cause, (string?[])[.. problem.Columns, problem.Constraint]);
        Assert.Equal(kind == RowProblemKind.Duplicate ? 3 : null, problem.OtherLine);
        Assert.True(refusal.IsNothingWritten);
    }

    [SkippableFact]
    public async Task Are_counted_where_they_are_too_many_to_be_named()
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE owners (id integer PRIMARY KEY);
            CREATE TABLE t (id integer PRIMARY KEY, owner integer REFERENCES owners, code text UNIQUE, a integer CHECK (a > 0),
                b integer NOT NULL, span int4range, EXCLUDE USING gist (span WITH &&))
            """,
            "INSERT INTO t VALUES (1, NULL, 'c', 1, 1, NULL)"
        );
        var rows = Enumerable.Range(1, 300).Select(i => $"{i}\t7\tc{i / 2}\t-1\t1\t[{i / 2},{(i / 2) + 1})\n");
        await File.WriteAllTextAsync(table.Path("t.tsv"), $"id\towner\tcode\ta\tb\tspan\n{string.Concat(rows)}");

        var refused = (await table.RefusalAsync()).Problems;
        await File.WriteAllTextAsync(
            table.Path("t.tsv"),
            $"id\towner\tcode\ta\tb\tspan\n{string.Concat(Enumerable.Range(1, 300).Select(i => $"{i}\t7x\tc\t1\t1\t\\N\n"))}"
        );
        var unreadable = (await table.RefusalAsync()).Problems;
        await table.EditAsync("t.tsv", "\t1\t1\t", "\t1\t\\N\t");
        var nulls = (await table.RefusalAsync()).Problems;

        Assert.Equal(
            [
                (RowProblemKind.Dangling, 300L),
                (RowProblemKind.Duplicate, 149L),
                (RowProblemKind.Exclusion, 149L),
                (RowProblemKind.Check, 300L),
            ],
            refused
                .GroupBy(problem => problem.Kind)
                .OrderBy(kind =>
                    kind.Key.ToString() switch
                    {
                        "Dangling" => 0,
                        "Duplicate" => 1,
                        "Exclusion" => 2,
                        _ => 3,
                    }
                )
                .Select(kind => (kind.Key, kind.Count() + kind.Sum(problem => problem.More)))
        );
        Assert.Equal((3, 97, true), (unreadable.Length, unreadable[^1].More, unreadable[^1].MayBeMore));
        Assert.Equal((RowProblemKind.Null, 299), (nulls.Single().Kind, nulls.Single().More));
    }

    [SkippableTheory]
    [InlineData("11\t1", "orders.tsv line 3")] // a field too few
    [InlineData("11\t1\t11.50\tx", "orders.tsv line 3")] // a field too many
    [InlineData("11\t1\t\"11.50", "orders.tsv line 3")] // a quote that is never closed
    [InlineData("11\t1\t11\u00000", "orders.tsv line 3", "NUL")]
    [InlineData("\n11\t1\t11.50", "orders.tsv line 3")] // an empty line
    public async Task That_cannot_be_read_are_named_with_file_and_line(string replacement, params string[] facts)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", replacement);

        TextAssert.Contains((await shop.RefusalAsync()).Message, facts);
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

        var problem = (await table.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Value, "t.tsv", 3), problem.Place());
        Assert.Equal(("v", type), (problem.Columns.Single(), problem.InTarget));
        TextAssert.DoesNotContain(problem.ToString(), edited);

        var verify = await Tool.RunVerbAsync("verify", "--target", table.Target.Url, "--snapshot", table.Folder);
        Assert.Equal(3, verify.ExitCode);
        TextAssert.Contains(verify.Output, "t.tsv line 3");
        TextAssert.DoesNotContain(verify.Output, edited);
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

        var problem = (await tables.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.DanglingIntoDifferent, "c.tsv", 2), problem.Place());
        Assert.Equal(("p", "p", "c_p_fkey"), (problem.Columns.Single(), problem.ReferencedTable, problem.Constraint));
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

        var refusal = await tables.RefusalAsync();
        Assert.Equal((RowProblemKind.Refused, "z.tsv", 2), refusal.Problem().Place());
        Assert.Equal("a = 30", refusal.Problem().Key);
        Assert.Equal(
            (PostgresErrorCodes.CheckViolation, "z_g_check"),
            (Cause(refusal).SqlState, Cause(refusal).Error.ConstraintName)
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

        var problem = (await tables.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Duplicate, "t.tsv", 2), problem.Place());
        Assert.Equal((3, "v", "t_pkey"), (problem.OtherLine, problem.Columns.Single(), problem.Constraint));
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
        var problem = (await tables.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Check, "c.tsv", 3), problem.Place());
        Assert.Equal("given", problem.Constraint);
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

        var problems = (await shop.RefusalAsync(new() { Only = ["orders"] })).Problems;
        Assert.Equal((RowProblemKind.DanglingIntoLeftOut, "orders.tsv", 2), problems[0].Place());
        Assert.Equal(("customers", "orders_customer"), (problems[0].ReferencedTable, problems[0].Constraint));
    }

    [SkippableFact]
    public async Task That_another_session_inserts_meanwhile_are_skipped()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await using var other = await shop.Target.OpenAsync();
        await TestSql.ExecuteAsync(other, "BEGIN; INSERT INTO customers VALUES (2, 'bob@example.org')");

        var import = Tool.RunAsync("import", "--target", shop.Target.Url, "--snapshot", shop.Folder, "--json");
        await Wait.UntilAsync(
            "the import waits",
            async () => await shop.Target.ScalarAsync("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)") == "t"
        );
        await TestSql.ExecuteAsync(other, "COMMIT");
        var run = await import;

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal((2, 1), run.Sums("public.customers"));
        Assert.Equal("3", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
        Assert.Equal(0, (await shop.ImportAsync()).Tables.Sum(table => table.Inserted));
    }

    [SkippableTheory]
    [InlineData(
        "ALTER TABLE t ADD twice integer GENERATED ALWAYS AS (n * 2) STORED; CREATE UNIQUE INDEX rule ON t (twice); INSERT INTO t VALUES (9, 5)",
        2L,
        "twice"
    )]
    [InlineData(
        "ALTER TABLE t ADD tenant integer NOT NULL DEFAULT 1, ADD CONSTRAINT rule UNIQUE (tenant)",
        null,
        "tenant"
    )] // whichever came second
    public async Task By_a_key_over_columns_that_the_file_lacks_name_that_key_and_no_trigger(
        string change,
        long? line,
        string key
    )
    {
        await using var table = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE t (id integer PRIMARY KEY, n integer)",
            "INSERT INTO t VALUES (1, 5), (2, 6)"
        );
        await table.Target.ExecuteAsync(change);

        var refusal = await table.RefusalAsync();

        var problem = refusal.Problem();
        Assert.Equal((RowProblemKind.NotInserted, "t.tsv", 1L), (problem.Kind, problem.File, problem.Count));
        if (line is not null)
            Assert.Equal((line, "id = 1"), (problem.Line, problem.Key));
        TextAssert.Contains(problem.ToString(), "rule", key);
        TextAssert.DoesNotContain(refusal.Message + refusal.Hint, "trigger");
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

        Assert.Equal((RowProblemKind.Value, "customers.tsv", 6), (await shop.RefusalAsync()).Problem().Place());
    }

    [SkippableFact]
    public async Task Are_named_all_together()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.EditAsync("customers.tsv", "ada@example.org", "ada.lovelace@example.org");
        await shop.EditAsync("orders.tsv", "11\t1\t11.50", "11\t1\t-11.50");
        await shop.EditAsync("orders.tsv", "13\t2\t13.75", "12\t2\t13.75");
        await shop.EditAsync("items.tsv", "10\t1\tapple", "99\t1\tapple");

        Assert.Equal(
            [
                (RowProblemKind.Value, "customers.tsv", 2),
                (RowProblemKind.Duplicate, "orders.tsv", 4),
                (RowProblemKind.Check, "orders.tsv", 3),
                (RowProblemKind.Dangling, "items.tsv", 2),
                (RowProblemKind.Dangling, "items.tsv", 6),
                (RowProblemKind.Dangling, "items.tsv", 7),
            ],
            (await shop.RefusalAsync()).Problems.Places()
        );
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

        var problem = (await things.RefusalAsync()).Problem();

        Assert.Equal(("things.tsv", 8), (problem.File, problem.Line));
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

        var refusal = await days.RefusalAsync();
        Assert.Equal((RowProblemKind.Refused, "days.tsv", 3), refusal.Problem().Place());
        Assert.Equal("day = 2031-06-01", refusal.Problem().Key);
        Assert.Equal(PostgresErrorCodes.CheckViolation, Cause(refusal).SqlState);

        await days.EditAsync("days.tsv", "2031-06-01", "2024-06-01");
        await days.Target.ExecuteAsync("DROP TABLE days_2024");
        Assert.Equal(PostgresErrorCodes.CheckViolation, Cause(await days.RefusalAsync()).SqlState);
    }

    [SkippableTheory]
    [InlineData(
        "ALTER TABLE items ADD share integer GENERATED ALWAYS AS (12 / (length(product) - 3)) STORED",
        5,
        "order_id = 12, line = 1"
    )]
    [InlineData(
        "ALTER TABLE items ADD grown text DEFAULT 'x', ADD CHECK (grown || product <> 'xplum')",
        4,
        "order_id = 11, line = 1"
    )]
    public async Task By_what_only_inserting_them_can_tell_are_named_as_well(string change, long line, string key)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync(change);

        var problem = (await shop.RefusalAsync()).Problem();
        Assert.Equal((RowProblemKind.Refused, "items.tsv", line), problem.Place());
        Assert.Equal(key, problem.Key);
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

        var problems = (await shop.RefusalAsync()).Problems;
        Assert.All(
            problems,
            problem =>
                Assert.Equal(
                    (RowProblemKind.Duplicate, "customers.tsv", 2, 3),
                    (problem.Kind, problem.File, problem.Line, problem.OtherLine)
                )
        );
        Assert.Contains(problems, problem => problem.Constraint == "customers_pkey");
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

    /// <summary>The server's refusal behind it.</summary>
    private static StatementException Cause(SnapshotSeedException refusal) =>
        Assert.IsType<StatementException>(refusal.InnerException);
}
