namespace SnapshotSeed.Catalog.Queries;

/// <summary>A fact about the table with an oid.</summary>
internal sealed record Owned<T>(uint Oid, T Value);
