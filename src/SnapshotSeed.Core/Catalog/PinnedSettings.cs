using Npgsql;

namespace SnapshotSeed.Catalog;

/// <summary>
/// The session settings under which PostgreSQL writes and reads values as text, whatever the database, the role or the
/// connection say. Set for the transaction only, so that a pooled connection goes back as it came.
/// </summary>
internal static class PinnedSettings
{
    // row_security off turns rows that a policy would silently hide into an error; array_nulls off would read NULL
    // elements as text. pg_temp last: unnamed it would come first, and a temporary table of the session is a type of
    // its name. client_encoding: PGCLIENTENCODING sets it for the connection, whose bytes are read as UTF-8 all the
    // same. jit off: compiling costs more than the bounded queries here ever run. work_mem holds the hashed keys of
    // 100,000 chosen rows.
    private const string Text = """
        SHOW search_path;
        SET LOCAL client_encoding = 'UTF8'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC';
        SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C';
        SET LOCAL xmloption = 'content'; SET LOCAL array_nulls = on; SET LOCAL standard_conforming_strings = on; SET LOCAL row_security = off;
        SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL quote_all_identifiers = off; SET LOCAL jit = off; SET LOCAL plan_cache_mode = 'auto'; SET LOCAL work_mem = '64MB'
        """;

    /// <returns>The search_path before.</returns>
    public static async Task<string> ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.NewCommand(Text);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// Gives a target its own search_path back once its catalog is read: the triggers and checks that rows meet there
    /// may rely on it. Our own statements name every user object with its schema.
    /// </summary>
    public static async Task RestoreSearchPathAsync(
        NpgsqlConnection connection,
        string searchPath,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.NewCommand("SELECT set_config('search_path', $1, true)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = searchPath });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
