using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Databases in other encodings than UTF-8. Files are UTF-8 whatever the database; what has no equivalent at the other
/// end is refused by name.
/// </summary>
[Collection(OneServer.Name)]
public sealed class Encodings(PostgresFixture postgres)
{
    private const string Latin1 = "ENCODING 'LATIN1' LOCALE 'C'";
    private const string Ascii = "ENCODING 'SQL_ASCII' LOCALE 'C'";
    private const string Schema = """CREATE TABLE "cafés" (id integer PRIMARY KEY, "größe" text, note text)""";
    private const string Data =
        """INSERT INTO "cafés" VALUES (1, 'Zoë', 'naïve ÿ'), (2, 'ÀÖ', NULL), (3, 'plain', E'tab\tÇ')""";
    private static readonly ExportOptions Everything = new() { Limit = 10_000 };

    [SkippableTheory]
    [InlineData(Latin1)]
    [InlineData(Ascii)]
    public async Task Give_the_same_bytes_and_take_them_back(string options)
    {
        await using var cafes = await Scenario.ExportedAsync(postgres, Schema, Data);
        await using var source = await postgres.CreateAsync("demo", options, $"{Schema}; {Data}");
        await using var target = await postgres.CreateAsync("test", options, Schema);
        using var temporary = new TemporaryFolder();

        var runs = new[]
        {
            await Tool.RunVerbAsync("export", "--source", source.Url, "--snapshot", temporary["other"]),
            await Tool.RunVerbAsync("import", "--target", target.Url, "--snapshot", temporary["other"], "--verify"),
            await Tool.RunVerbAsync("import", "--target", target.Url, "--snapshot", cafes.Folder, "--json"),
            await Tool.RunVerbAsync("export", "--source", target.Url, "--snapshot", temporary["again"]),
            await Tool.RunVerbAsync(
                "import",
                "--target",
                cafes.Target.Url,
                "--snapshot",
                temporary["again"],
                "--verify"
            ),
        };

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
        Assert.Equal((0, 3), runs[2].Sums());
        FolderDifference.AssertNone(cafes.Folder, temporary["other"]);
        FolderDifference.AssertNone(cafes.Folder, temporary["again"]);
    }

    [SkippableFact]
    public async Task That_hold_what_is_no_text_are_told_with_the_table_that_does()
    {
        await using var source = await postgres.CreateAsync(
            "demo",
            Ascii,
            "CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE t (id integer PRIMARY KEY, code text); CREATE TABLE z (id integer PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO t VALUES (1, E'caf\\xe9')"
        );
        using var temporary = new TemporaryFolder();

        var run = await Tool.RunToEndAsync("export", "--source", source.Url, "--snapshot", temporary["snapshot"]);

        Assert.Equal(1, run.ExitCode);
        var refusal = Assert.IsType<StatementException>(run.Failure);
        Assert.Equal((PostgresErrorCodes.CharacterNotInRepertoire, "t"), (refusal.SqlState, refusal.Subject));
    }

    [SkippableFact]
    public async Task And_collations_of_the_database_change_neither_the_rows_nor_their_order()
    {
        await postgres.RequireAsync(15);
        const string schema = """
            CREATE TABLE loose (v jsonb); CREATE TYPE words AS RANGE (subtype = text); CREATE TABLE ranges (v words PRIMARY KEY);
            CREATE TYPE pair AS (w text, n integer); CREATE TABLE pairs (v pair PRIMARY KEY); CREATE DOMAIN sure AS jsonb; CREATE TABLE keyed (v sure PRIMARY KEY);
            CREATE TABLE kysely_migration (name text)
            """;
        const string data = """
            INSERT INTO kysely_migration VALUES ('2024_b'), ('2024_C');
            INSERT INTO loose VALUES ('"a"'), ('"B"'), ('"b"'), ('"A"'); INSERT INTO ranges VALUES ('[a,a]'), ('[B,B]'), ('[b,b]'), ('[A,A]');
            INSERT INTO pairs VALUES ('(a,1)'), ('(B,1)'), ('(b,1)'), ('(A,1)'); INSERT INTO keyed VALUES ('"a"'), ('"B"'), ('"b"'), ('"A"')
            """;
        using var temporary = new TemporaryFolder();
        foreach (
            var (name, options) in new[]
            {
                ("linguistic", "LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C' ENCODING 'UTF8'"),
                ("plain", "LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'UTF8'"),
            }
        )
        {
            await using var source = await postgres.CreateAsync("demo", options, $"{schema}; {data}");
            await using var connection = await source.OpenAsync();
            await new ExportRun(connection).ExportAsync(temporary[name], new ExportOptions { Limit = 2 });
        }

        FolderDifference.AssertNone(temporary["linguistic"], temporary["plain"]);
    }

    [SkippableFact]
    public async Task That_the_connection_asks_for_change_nothing()
    {
        await using var cafes = await Scenario.ExportedAsync(postgres, Schema, Data);
        using var temporary = new TemporaryFolder();

        // PGCLIENTENCODING has the same effect.
        var export = await Tool.RunVerbAsync(
            "export",
            "--source",
            cafes.Source.ConnectionString + ";Client Encoding=LATIN1",
            "--snapshot",
            temporary["other"]
        );
        var import = await Tool.RunVerbAsync(
            "import",
            "--target",
            cafes.Target.ConnectionString + ";Client Encoding=LATIN1",
            "--snapshot",
            cafes.Folder,
            "--verify"
        );

        Assert.Equal((0, 0), (export.ExitCode, import.ExitCode));
        FolderDifference.AssertNone(cafes.Folder, temporary["other"]);
        Assert.True((await cafes.VerifyAsync()).Succeeded);
    }

    [SkippableTheory]
    [InlineData(10)]
    [InlineData(6000)]
    public async Task Of_a_target_that_lack_a_character_are_refused_with_table_line_and_column(int rows)
    {
        // Above some thousand rows the file is copied; below, the values travel as parameters.
        await using var cafes = await Scenario.ExportedAsync(
            postgres,
            $"CREATE TABLE cities (id integer PRIMARY KEY); {Schema}",
            $$"""
            INSERT INTO cities VALUES (1);
            INSERT INTO "cafés" SELECT n, CASE n WHEN 7 THEN '100 €' ELSE 'Zoë' END, CASE n WHEN 4 THEN 'Łódź' END FROM generate_series(1, {{rows}}) n
            """,
            Everything
        );
        await using var target = await postgres.CreateAsync(
            "test",
            Latin1,
            $"CREATE TABLE cities (id integer PRIMARY KEY); {Schema}"
        );

        var import = await Assert.ThrowsAsync<SnapshotSeedException>(() =>
            Tool.RunVerbAsync("import", "--target", target.Url, "--snapshot", cafes.Folder)
        );
        var verify = await Tool.RunAsync("verify", "--target", target.Url, "--snapshot", cafes.Folder);

        Assert.Equal(
            [
                (RowProblemKind.Character, "caf%c3%a9s.tsv", 8, "größe"),
                (RowProblemKind.Character, "caf%c3%a9s.tsv", 5, "note"),
            ],
            import.Problems.Select(problem => (problem.Kind, problem.File, problem.Line, problem.Columns.Single()))
        );
        Assert.True(import.IsNothingWritten);
        Assert.Equal("0", await target.ScalarAsync("SELECT count(*) FROM cities"));
        Assert.Equal(3, verify.ExitCode);
        TextAssert.Contains(verify.Output, "caf%c3%a9s.tsv line 8", "größe");
        Assert.DoesNotContain("€", import.Message + verify, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Of_a_source_that_hold_bytes_of_none_are_refused_with_their_table()
    {
        await using var source = await postgres.CreateAsync(
            "demo",
            Ascii,
            $"CREATE TABLE cities (id integer PRIMARY KEY); {Schema}; INSERT INTO cities VALUES (1); {Data}"
        );
        await source.ExecuteAsync("""UPDATE "cafés" SET note = convert_from('\xe9', 'SQL_ASCII') WHERE id = 2""");
        using var temporary = new TemporaryFolder();

        var export = await Tool.RunToEndAsync("export", "--source", source.Url, "--snapshot", temporary["snapshot"]);

        Assert.Equal(1, export.ExitCode);
        var refusal = Assert.IsType<StatementException>(export.Failure);
        Assert.Equal((PostgresErrorCodes.CharacterNotInRepertoire, "cafés"), (refusal.SqlState, refusal.Subject));
        TextAssert.Contains(export.Errors, "cafés");
        Assert.Empty(Directory.GetFileSystemEntries(temporary.Root));
    }
}
