namespace SnapshotSeed.Postgres;

/// <summary>If <paramref name="Refusal"/> is set, everything was rolled back.</summary>
internal sealed record Attempt<T>(T? Answer, StatementException? Refusal);
