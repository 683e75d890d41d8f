namespace SnapshotSeed.Catalog.Queries;

/// <summary>The name is quoted SQL. Linguistic collations order other than by code points.</summary>
internal sealed record Collation(string Name, bool IsLinguistic);
