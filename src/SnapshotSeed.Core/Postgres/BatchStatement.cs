using Npgsql;

namespace SnapshotSeed.Postgres;

internal abstract class BatchStatement(Sql sql)
{
    public Sql Sql => sql;

    /// <summary>What the statement is about, for errors.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether input functions of types get values from the statement; their errors may quote them.</summary>
    public bool GivesValues { get; init; }

    public abstract Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken);
}
