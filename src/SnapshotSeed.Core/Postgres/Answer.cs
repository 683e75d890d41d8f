using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>The answer to a statement of a batch.</summary>
/// <param name="sql">The statement.</param>
/// <param name="read">Reads the statement's result.</param>
internal sealed class Answer<T>(Sql sql, Func<NpgsqlDataReader, CancellationToken, Task<T>> read) : BatchStatement(sql)
{
    private T? value;

    /// <summary>Available once the batch was sent.</summary>
    public T Value => value!;

    public override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        value = await read(reader, cancellationToken);
}
