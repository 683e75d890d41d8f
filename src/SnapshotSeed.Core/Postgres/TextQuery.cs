namespace SnapshotSeed.Postgres;

/// <summary>A statement whose values are wanted as text.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Subject">What it reads, for errors.</param>
internal sealed record TextQuery(Sql Sql, string Subject);
