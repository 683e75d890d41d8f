namespace SnapshotSeed.Postgres;

/// <summary>What came of something that PostgreSQL may refuse.</summary>
/// <param name="Answer">The answer; nothing where it was refused.</param>
/// <param name="Refusal">Why it was refused, and so left no trace; null where it was not.</param>
internal sealed record Attempt<T>(T? Answer, StatementException? Refusal);
