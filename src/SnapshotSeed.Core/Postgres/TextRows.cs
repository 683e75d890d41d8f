using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>The rows of a result while they arrive. Columns are read from left to right.</summary>
internal sealed class TextRows(NpgsqlDataReader reader, string subject)
{
    /// <summary>Goes on to the next row; false after the last.</summary>
    /// <exception cref="StatementException">The server failed on the way.</exception>
    public Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(cancellationToken).OrRefusalAsync(subject);

    /// <summary>A value of the row; null for NULL.</summary>
    public string? this[int column] => reader.IsDBNull(column) ? null : reader.GetString(column);
}
