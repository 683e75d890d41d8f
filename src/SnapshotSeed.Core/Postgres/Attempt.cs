namespace SnapshotSeed.Postgres;

/// <summary>The outcome of something that PostgreSQL may refuse.</summary>
/// <param name="Answer">The answer; default if it was refused.</param>
/// <param name="Refusal">The error, after which everything was rolled back; null on success.</param>
internal sealed record Attempt<T>(T? Answer, StatementException? Refusal);
