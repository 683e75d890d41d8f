using Npgsql;

namespace SnapshotSeed.Catalog;

/// <summary>
/// The session settings under which PostgreSQL writes and reads values as text. Set for the transaction only, so that a pooled
/// connection goes back as it came.
/// </summary>
internal static class PinnedSettings
{
    // row_security off turns rows that a policy would silently hide into an error.
    // jit off: compiling costs more than the bounded queries here ever run. work_mem holds the hashed keys of 100,000 chosen rows.
    private const string Text = """
        SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL TimeZone = 'UTC';
        SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C';
        SET LOCAL xmloption = 'content'; SET LOCAL row_security = off; SET LOCAL search_path = 'pg_catalog';
        SET LOCAL jit = off; SET LOCAL work_mem = '64MB'
        """;

    public static async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
