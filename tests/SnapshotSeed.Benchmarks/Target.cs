using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Benchmarks;

/// <summary>A database to import into.</summary>
/// <param name="Url">As psql and the tool take it.</param>
/// <param name="ConnectionString">The same for Npgsql.</param>
internal sealed record Target(string Url, string ConnectionString)
{
    /// <summary>
    /// What a database holds of each table: the number of rows and a sum over them that does not depend on their order.
    /// </summary>
    public async Task<Dictionary<string, (long Rows, string Sum)>> ContentAsync(
        PsqlSnapshot snapshot,
        CancellationToken cancellationToken
    )
    {
        var content = new Dictionary<string, (long Rows, string Sum)>(StringComparer.Ordinal);
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var table in snapshot.Tables)
        {
            await using var command = new NpgsqlCommand(
                $"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {table.SqlName} t",
                connection
            )
            {
                CommandTimeout = 0,
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            content[table.SqlName] = (reader.GetInt64(0), reader.GetString(1));
            if (reader.GetInt64(0) != table.Rows)
                throw new BenchmarkException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{table.SqlName} holds {reader.GetInt64(0)} rows after the import of {table.Rows}"
                    )
                );
        }

        return content;
    }
}
