using System.Globalization;
using System.Text.Json;
using SnapshotSeed.Import;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Files that do not travel as parameters but through temporary tables.</summary>
[Collection(OneServer.Name)]
public sealed class LargeTables(PostgresFixture postgres)
{
    private const int Rows = 20_000;

    private const string Schema = """
        CREATE TABLE big (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, previous integer REFERENCES big, value text, code char(5), amount numeric(10, 2), UNIQUE (value));
        CREATE TABLE log (at timestamptz, line text);
        """;

    private const string Data = """
        INSERT INTO big OVERRIDING SYSTEM VALUE SELECT n, n - 1 + (n = 1)::integer, CASE n % 4 WHEN 0 THEN E'tab\t' || n WHEN 1 THEN E'\\N' || n WHEN 2 THEN E'\\.\n' || n END, n % 100, n FROM generate_series(1, 20000) n;
        INSERT INTO log SELECT '2024-01-01'::timestamptz + n / 2 * interval '1 second', E'line\n' || n / 2 FROM generate_series(1, 20000) n
        """;

    private static readonly ExportOptions Everything = new() { Limit = Rows, Floor = Rows };

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_twice_with_and_without_the_privilege_to_make_temporary_tables(bool temporary)
    {
        await using var large = await Scenario.ExportedAsync(postgres, Schema, Data, Everything);
        await large.Target.ExecuteAsync(
            $"GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO {PostgresFixture.Stranger}; GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {PostgresFixture.Stranger}"
        );
        if (!temporary)
            await large.Target.ExecuteAsync($"REVOKE TEMPORARY ON DATABASE {large.Target.Name} FROM PUBLIC");
        var target = large.Target.UrlOf(PostgresFixture.Stranger);

        await using var connection = await large.Target.OpenAsync(PostgresFixture.Stranger);
        var plan = await new ImportRun(connection).PlanAsync(large.Folder, new ImportOptions());
        var first = await Tool.RunVerbAsync("import", "--target", target, "--snapshot", large.Folder, "--verify");
        var inserted = await large.Target.ScalarAsync(
            "SELECT (SELECT count(*) FROM big) || ' ' || (SELECT count(*) FROM log)"
        );
        await large.Target.ExecuteAsync(
            "UPDATE big SET amount = 0 WHERE id = 15000; DELETE FROM log WHERE line = E'line\\n7000'"
        );
        var second = await Tool.RunVerbAsync(
            "import",
            "--target",
            target,
            "--snapshot",
            large.Folder,
            "--verify",
            "--json"
        );

        Assert.Equal(temporary, plan.Operations.OfType<StageFiles>().Any());
        Assert.Equal(0, first.ExitCode);
        Assert.Equal("20000 20000", inserted);
        Assert.Equal(3, second.ExitCode);
        using var json = JsonDocument.Parse(second.Output);
        Assert.Equal(
            [("public.big", 0, 20000, 1), ("public.log", 2, 19998, 0)],
            json.RootElement.GetProperty("tables")
                .EnumerateArray()
                .Select(table =>
                    (
                        table.GetProperty("table").GetString(),
                        table.GetProperty("inserted").GetInt32(),
                        table.GetProperty("skipped").GetInt32(),
                        table.GetProperty("different").GetInt32()
                    )
                )
                .Order()
        );
        TextAssert.Contains(second.Output, "id = 15000");
        Assert.Equal("20001", await large.Target.ScalarAsync("SELECT nextval('big_id_seq')"));
        Assert.Equal(
            "0",
            await large.Target.ScalarAsync("SELECT count(*) FROM pg_class WHERE relname LIKE 'snapshotseed%'")
        );
    }

    [SkippableTheory]
    [InlineData("5500\t5499\t", "5500\tx\t", "previous")]
    [InlineData("5500\t5499\t", "5500\t77777\t", "big_previous_fkey")]
    [InlineData("5500\t5499\t", "\\N\t5499\t", "id")]
    public async Task Name_the_line_that_is_refused(string old, string replacement, string cause)
    {
        // Few enough for the search of the line, and still more than what travels as parameters.
        await using var large = await Scenario.ExportedAsync(
            postgres,
            Schema,
            Data.Replace("20000", "6000", StringComparison.Ordinal),
            Everything
        );
        await large.EditAsync("big.tsv", old, replacement);
        var text = await File.ReadAllTextAsync(large.Path("big.tsv"));
        var line = 1L + text[..text.IndexOf(replacement, StringComparison.Ordinal)].Count(c => c == '\n');

        var refusal = await large.RefusalAsync();

        var problem = refusal.Problem();
        Assert.Equal(("big.tsv", line), (problem.File, problem.Line));
        Assert.Contains(cause, (string?[])[.. problem.Columns, problem.Constraint]);
    }

    [SkippableFact]
    public async Task Load_in_one_statement_where_they_form_a_cycle()
    {
        await using var cycle = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b
            """,
            """
            WITH a AS (INSERT INTO a SELECT n, 6001 - n FROM generate_series(1, 6000) n), b AS (INSERT INTO b SELECT n, n FROM generate_series(1, 6000) n) SELECT
            """,
            Everything
        );

        var result = await cycle.ImportAsync();

        Assert.Equal([6000, 6000], result.Tables.Select(table => table.Inserted));
        Assert.Equal(0, (await cycle.ImportAsync()).Tables.Sum(table => table.Inserted));
        Assert.True((await cycle.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData(", PRIMARY KEY (c1, c1600)")]
    [InlineData("")]
    public async Task May_have_as_many_columns_as_PostgreSQL_allows(string key)
    {
        var columns = string.Join(
            ", ",
            Enumerable.Range(1, 1600).Select(n => string.Create(CultureInfo.InvariantCulture, $"c{n} integer"))
        );
        await using var wide = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE wide ({columns}{key})",
            "INSERT INTO wide (c1, c800, c1600) SELECT n % 3, NULLIF(n, 5), n / 2 * 2 FROM generate_series(1, 6) n"
        );

        Assert.Equal(6, (await wide.ImportAsync()).Tables.Single().Inserted);
        Assert.Equal(0, (await wide.ImportAsync()).Tables.Single().Inserted);
        Assert.True((await wide.VerifyAsync()).Succeeded);
        await wide.Target.ExecuteAsync("UPDATE wide SET c1599 = 7 WHERE c800 = 6");
        Assert.False((await wide.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData(100_000)] // a megabyte travels as a parameter
    [InlineData(600_000)] // six through a temporary table
    public async Task May_be_large_by_a_single_value(int repeated)
    {
        await using var large = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE documents (id integer PRIMARY KEY, body text, raw bytea)",
            FormattableString.Invariant(
                $"INSERT INTO documents SELECT 1, t, convert_to(left(t, 1000000), 'UTF8') FROM repeat(E'01\"\\t\\r\\x01é\\\\N\\n\\\\.\\n', {repeated}) t UNION ALL SELECT 2, NULL, NULL"
            )
        );

        await large.ImportAsync();

        Assert.True((await large.VerifyAsync()).Succeeded);
        Assert.Equal(
            await large.Source.ScalarAsync(
                "SELECT string_agg(length(body) || md5(body) || md5(raw), '') FROM documents"
            ),
            await large.Target.ScalarAsync(
                "SELECT string_agg(length(body) || md5(body) || md5(raw), '') FROM documents"
            )
        );
    }

    [SkippableFact]
    public async Task May_have_more_columns_than_a_row_of_texts()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 400).Select(i => $"c{i} timestamptz NOT NULL"));
        await using var wide = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE wide (id integer PRIMARY KEY, {columns})",
            $"INSERT INTO wide SELECT n, {string.Join(", ", Enumerable.Range(0, 400).Select(i => $"to_timestamp(n * 400.5 + {i})"))} FROM generate_series(1, 5001) n",
            new() { Limit = 5001 }
        );

        await wide.ImportAsync();

        Assert.True((await wide.VerifyAsync()).Succeeded);
    }
}
