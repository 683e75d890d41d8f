namespace SnapshotSeed.Postgres;

internal sealed record TextQuery(Sql Sql, string Subject);
