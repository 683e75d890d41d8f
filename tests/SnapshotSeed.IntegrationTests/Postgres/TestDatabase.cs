using System.Globalization;
using Npgsql;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>A database that one test has for itself, dropped when disposed.</summary>
internal sealed class TestDatabase(ThrowawayPostgres server, string name) : IAsyncDisposable
{
    public string Name => name;

    public int Port => server.Port;

    public string Url => server.Url(name);

    public string ConnectionString => server.ConnectionString(name);

    public string UrlOf(string role, string? password = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://{role}{(password is null ? "" : ":" + Uri.EscapeDataString(password))}@127.0.0.1:{Port}/{name}"
        );

    /// <summary>An unpooled connection: its session ends when it is disposed.</summary>
    public Task<NpgsqlConnection> OpenAsync(string? role = null) =>
        TestSql.OpenAsync(
            role is null
                ? ConnectionString
                : new NpgsqlConnectionStringBuilder(ConnectionString) { Username = role }.ConnectionString
        );

    public Task ExecuteAsync(string sql) => TestSql.ExecuteAsync(ConnectionString, sql);

    public async Task<List<string?[]>> RowsAsync(string sql)
    {
        await using var connection = await OpenAsync();
        return await TestSql.RowsAsync(connection, sql);
    }

    public async Task<string?> ScalarAsync(string sql) => (await RowsAsync(sql))[0][0];

    /// <summary>
    /// Every row of every table and the position of every sequence, as one text to compare with a later one.
    /// </summary>
    /// <param name="withSequences">False for the rows alone: what moves a sequence stays after a rollback.</param>
    public async Task<string> ContentAsync(bool withSequences = true)
    {
        await using var connection = await OpenAsync();
        var tables = await TestSql.RowsAsync(
            connection,
            """
            SELECT c.relkind, quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'S') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 2
            """
        );
        var content = new List<string>();
        foreach (var table in tables.Where(table => withSequences || table[0] != "S"))
        {
            var columns = table[0] == "S" ? "t.last_value || ' ' || t.is_called" : "(t.*)::text";
            content.Add($"{table[1]}:");
            content.AddRange(
                (await TestSql.RowsAsync(connection, $"SELECT {columns} FROM {table[1]} t ORDER BY 1")).Select(row =>
                    row[0] ?? ""
                )
            );
        }

        return string.Join('\n', content);
    }

    /// <summary>
    /// How many foreign keys that are enforced have rows that reference nothing, by a LEFT JOIN for each, named.
    /// </summary>
    public async Task<List<string>> DanglingAsync()
    {
        await using var connection = await OpenAsync();
        var keys = await TestSql.RowsAsync(
            connection,
            """
            SELECT k.conname,
                (SELECT CASE relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || oid::regclass FROM pg_class WHERE oid = k.conrelid),
                (SELECT CASE relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || oid::regclass FROM pg_class WHERE oid = k.confrelid),
                (SELECT string_agg(format('p.%I OPERATOR(%I.%s) c.%I', b.attname, n.nspname, o.oprname, a.attname) || CASE WHEN a.attcollation <> b.attcollation THEN ' COLLATE "C"' ELSE '' END, ' AND ')
                    FROM unnest(k.conkey, k.confkey, k.conpfeqop) AS u (c, p, operator)
                    JOIN pg_operator o ON o.oid = u.operator JOIN pg_namespace n ON n.oid = o.oprnamespace
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.c
                    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.p),
                (SELECT string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') FROM unnest(k.conkey) AS u (c)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.c)
            FROM pg_constraint k WHERE k.contype = 'f' AND k.conparentid = 0 AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) ORDER BY 1
            """
        );
        var dangling = new List<string>();
        foreach (var key in keys)
        {
            var count = (
                await TestSql.RowsAsync(
                    connection,
                    $"""
                    SELECT count(*) FROM {key[1]} c LEFT JOIN (SELECT true AS "there is", * FROM {key[2]}) p ON {key[3]}
                    WHERE {key[4]} AND p."there is" IS NULL
                    """
                )
            )[0][0];
            if (count != "0")
                dangling.Add($"{key[0]}: {count}");
        }

        return dangling;
    }

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(name);
}
