namespace SnapshotSeed.Catalog.Queries;

/// <summary>A collation: its name as quoted SQL, and whether it orders other than by code points.</summary>
internal sealed record Collation(string Name, bool IsLinguistic);
