using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// What ALTER ROLE … SET has given the role: no setting changes a byte of the export, or what an import does.
/// </summary>
[Collection(OneServer.Name)]
public sealed class RoleSettings(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('fine', 'so "so"');
        CREATE TABLE people (id serial PRIMARY KEY, name text UNIQUE, mood app.mood, code char(5), share numeric(8, 2), born date, raw bytea, marks text[], CHECK (length(name) > 1));
        CREATE TABLE words (word text);
        CREATE TABLE visits (person integer REFERENCES people, at timestamptz, note text);
        CREATE TABLE days (day date PRIMARY KEY) PARTITION BY RANGE (day); CREATE TABLE days_all PARTITION OF days DEFAULT
        """;

    private const string Data = """
        INSERT INTO people VALUES (1, 'ada', 'fine', 'a', 1.5, '2024-02-01', '\x00ff', '{a,NULL,"NULL","\\"}'), (7, E'b\\\'b', 'so "so"', NULL, NULL, NULL, NULL, NULL);
        INSERT INTO words VALUES ('x'), ('x'), (NULL), (''); INSERT INTO visits VALUES (1, '2024-01-02 03:04:05+00', 'hi'), (7, NULL, NULL), (7, NULL, NULL);
        INSERT INTO days VALUES ('2024-01-02'), ('2024-02-01')
        """;

    /// <summary>
    /// What PostgreSQL's own functions, operators and types are called, to do the opposite or to fail.
    /// </summary>
    private const string Evil = """
        CREATE SCHEMA evil; GRANT USAGE ON SCHEMA evil TO PUBLIC; SET search_path = pg_catalog;
        CREATE FUNCTION evil.concat(record) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.concat_ws(text, text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.record_image_eq(record, record) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.unnest(text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.length(bpchar) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.trunc(numeric) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.setval(regclass, bigint) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RAISE 'evil'; END $$;
        CREATE FUNCTION evil.current_database() RETURNS name LANGUAGE sql AS $$ SELECT name 'evil' $$;
        CREATE FUNCTION evil.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT 'evil' $$;
        CREATE FUNCTION evil.row_number() RETURNS bigint LANGUAGE internal WINDOW AS 'window_rank';
        CREATE AGGREGATE evil.count(*) (SFUNC = int8dec, STYPE = bigint, INITCOND = '0');
        CREATE AGGREGATE evil.max(integer) (SFUNC = int4smaller, STYPE = integer);
        CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = textne);
        CREATE OPERATOR evil.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4ne);
        CREATE OPERATOR evil.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8ne);
        CREATE OPERATOR evil.<= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8gt);
        CREATE OPERATOR evil.> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8lt);
        CREATE OPERATOR evil.> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4lt);
        CREATE OPERATOR evil.<= (LEFTARG = integer, RIGHTARG = bigint, FUNCTION = int48gt);
        CREATE OPERATOR evil.>= (LEFTARG = integer, RIGHTARG = bigint, FUNCTION = int48lt);
        CREATE DOMAIN evil.text AS integer; CREATE DOMAIN evil.oid AS integer; CREATE DOMAIN evil.regclass AS integer
        """;

    [SkippableTheory]
    [InlineData("search_path = evil, pg_catalog, public")]
    [InlineData("search_path = ''")]
    [InlineData("standard_conforming_strings = off", "backslash_quote = on", "escape_string_warning = off")]
    [InlineData(
        "DateStyle = 'SQL, DMY'",
        "IntervalStyle = sql_standard",
        "TimeZone = 'Asia/Tokyo'",
        "bytea_output = escape",
        "extra_float_digits = -15",
        "array_nulls = off"
    )]
    [InlineData(
        "quote_all_identifiers = on",
        "row_security = off",
        "transform_null_equals = on",
        "default_transaction_isolation = serializable",
        "default_transaction_deferrable = on"
    )]
    [InlineData(
        "session_replication_role = local",
        "enable_seqscan = off",
        "enable_tidscan = off",
        "enable_indexscan = off",
        "enable_nestloop = off",
        "from_collapse_limit = 1"
    )]
    public async Task Change_nothing(params string[] settings)
    {
        await using var town = await Scenario.ExportedAsync(postgres, Schema, Data);
        var folder = Path.Combine(town.Parent, "by role");
        foreach (var database in new[] { town.Source, town.Target })
            await SetAsync(database, settings);

        var export = await Tool.RunVerbAsync(
            "export",
            "--source",
            town.Source.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            folder
        );
        Assert.Equal(0, export.ExitCode);
        FolderDifference.AssertNone(town.Folder, folder);

        var target = town.Target.UrlOf(PostgresFixture.Stranger);
        var first = await Tool.RunVerbAsync("import", "--target", target, "--snapshot", folder, "--verify", "--json");
        var second = await Tool.RunVerbAsync("import", "--target", target, "--snapshot", folder, "--verify", "--json");
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal((11, 0), first.Sums());
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal((0, 11), second.Sums());
        Assert.Equal("8", await town.Target.ScalarAsync("SELECT nextval('people_id_seq')"));

        // What is found after a failure is found under the same settings.
        var bad = Path.Combine(folder, "people.tsv");
        await File.WriteAllTextAsync(
            bad,
            (await File.ReadAllTextAsync(bad)).Replace("2024-02-01", "2024-02-31", StringComparison.Ordinal)
        );
        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync("import", "--target", target, "--snapshot", folder)
        );
        Assert.Equal((RowProblemKind.Value, "people.tsv", 2), refusal.Problem().Place());
        Assert.Equal(("born", "date"), (refusal.Problem().Columns.Single(), refusal.Problem().InTarget));
    }

    [SkippableFact]
    public async Task That_switch_foreign_keys_off_let_no_row_point_nowhere()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync($"ALTER DATABASE {shop.Target.Name} SET session_replication_role = replica");
        await shop.EditAsync("orders.tsv", "11\t1\t", "11\t99\t");

        Assert.Equal((RowProblemKind.Dangling, "orders.tsv", 3), (await shop.RefusalAsync()).Problem().Place());
    }

    [SkippableFact]
    public async Task That_switch_foreign_keys_off_for_a_role_that_may_not_undo_it_make_the_import_fail()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await SetAsync(shop.Target, "session_replication_role = replica");

        var run = await Tool.RunAsync(
            "import",
            "--target",
            shop.Target.UrlOf(PostgresFixture.Stranger),
            "--snapshot",
            shop.Folder
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("session_replication_role", run.Errors, StringComparison.Ordinal);
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM customers"));
    }

    [SkippableFact]
    public async Task That_allow_reading_only_make_the_import_fail_and_verify_work()
    {
        await using var numbers = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE numbers (n integer PRIMARY KEY)",
            "INSERT INTO numbers SELECT generate_series(1, 6000)",
            new() { Limit = 6000, Floor = 6000 }
        );
        await SetAsync(numbers.Target, "default_transaction_read_only = on");
        var target = numbers.Target.UrlOf(PostgresFixture.Stranger);

        var import = await Tool.RunToEndAsync("import", "--target", target, "--snapshot", numbers.Folder);
        await numbers.ImportAsync();
        var verify = await Tool.RunVerbAsync("verify", "--target", target, "--snapshot", numbers.Folder);

        Assert.Equal(1, import.ExitCode);
        Assert.True(Assert.IsType<SnapshotSeedException>(import.Failure).IsNothingWritten);
        TextAssert.Contains(import.Errors, "default_transaction_read_only");
        Assert.Equal(0, verify.ExitCode);
        TextAssert.Contains(verify.Output, "numbers", "6000");
    }

    private static async Task SetAsync(TestDatabase database, params string[] settings)
    {
        if (settings[0].Contains("evil", StringComparison.Ordinal))
            await database.ExecuteAsync(Evil);
        await database.ExecuteAsync(
            $"""
            GRANT USAGE ON SCHEMA public TO {PostgresFixture.Stranger}; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger};
            GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {PostgresFixture.Stranger};
            DO $$ BEGIN IF to_regnamespace('app') IS NOT NULL THEN GRANT USAGE ON SCHEMA app TO {PostgresFixture.Stranger}; END IF; END $$
            """
        );
        foreach (var setting in settings)
            await database.ExecuteAsync(
                $"ALTER ROLE {PostgresFixture.Stranger} IN DATABASE {database.Name} SET {setting}"
            );
    }
}
