namespace SnapshotSeed.Catalog.Queries;

/// <summary>What a row of the catalog says of the table with an oid.</summary>
internal sealed record Owned<T>(uint Oid, T Value);
