using Npgsql;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class Scripts(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Run_statement_by_statement_whatever_holds_a_semicolon() =>
        Assert.Equal(
            "a;b|';\"|--;/*;|$;$|e;\\';|2|7",
            await RunAsync(
                """
                -- a comment; with semicolons; /* and more
                CREATE TABLE t (id integer /* one; */, "a;b" text); -- another;
                CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2);
                CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b;'; SELECT 'b;'::e;
                VACUUM t;
                BEGIN; INSERT INTO t VALUES (1, 'a;b'), (2, ''';"'); COMMIT;;
                INSERT INTO t VALUES (3, '--;/*;'), (4, $a$$;$$a$), (5, E'e;\\\';');
                CREATE FUNCTION two () RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT count(*) - 3 FROM t; END;
                INSERT INTO t SELECT 6, two();
                INSERT INTO t VALUES (7, current_setting('my.size'))
                """
            )
        );

    [SkippableTheory]
    [InlineData("SELECT 1;\n\n-- why\nSELECT\n  1 / 0;", 4)]
    [InlineData("SELECT 1;\r\nSELECT 1,\r\n  nonsense;", 3)]
    [InlineData("SELECT $$\n;\n$$;\nSELECT 'never closed;\n;", 4)]
    public async Task That_fail_name_file_and_line(string script, int line)
    {
        var error = await Assert.ThrowsAsync<SqlScriptException>(() => RunAsync(script));

        Assert.Equal(line, error.Line);
        Assert.StartsWith($"{error.Path}:{line}: ", error.Message, StringComparison.Ordinal);
    }

    private async Task<string?> RunAsync(string script)
    {
        using var temporary = new TemporaryFolder();
        await File.WriteAllTextAsync(temporary["script.sql"], script);
        await using var database = await postgres.CloneAsync("script", "no tables", (_, _) => Task.CompletedTask);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await SqlScript.RunAsync(
            connection,
            temporary["script.sql"],
            new Dictionary<string, string> { ["my.size"] = "7" }
        );
        await using var command = new NpgsqlCommand("SELECT string_agg(\"a;b\", '|' ORDER BY id) FROM t", connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
