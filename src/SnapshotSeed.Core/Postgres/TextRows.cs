using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>The rows of a result as they arrive. Columns must be read from left to right.</summary>
internal sealed class TextRows(NpgsqlDataReader reader, string subject)
{
    /// <returns>False after the last row.</returns>
    public Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(cancellationToken).OrRefusalAsync(subject);

    public string? this[int column] => reader.IsDBNull(column) ? null : reader.GetString(column);
}
