using Npgsql;

namespace SnapshotSeed.Postgres;

internal sealed class Answer<T>(Sql sql, Func<NpgsqlDataReader, CancellationToken, Task<T>> read) : BatchStatement(sql)
{
    private T? value;

    /// <summary>Available once the batch was sent.</summary>
    public T Value => value!;

    public override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        value = await read(reader, cancellationToken);
}
