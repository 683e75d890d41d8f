namespace SnapshotSeed.Postgres;

/// <summary>A statement that returns values as text.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Subject">The table that it reads, for errors.</param>
internal sealed record TextQuery(Sql Sql, string Subject);
