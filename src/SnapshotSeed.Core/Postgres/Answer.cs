using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>A question of a batch, and what came of it once the batch was sent.</summary>
internal abstract class Answer(Sql sql)
{
    public Sql Sql => sql;

    /// <summary>What the statement is about, for errors.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the statement hands values to the input functions of their types.</summary>
    public bool GivesValues { get; init; }

    public abstract Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);
}

/// <summary>An answer of a type.</summary>
/// <param name="sql">The statement.</param>
/// <param name="read">Reads its result.</param>
internal sealed class Answer<T>(Sql sql, Func<NpgsqlDataReader, CancellationToken, Task<T>> read) : Answer(sql)
{
    private T? value;

    /// <summary>The answer; after the batch was sent.</summary>
    public T Value => value!;

    public override async Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        value = await read(reader, cancellationToken);
}
