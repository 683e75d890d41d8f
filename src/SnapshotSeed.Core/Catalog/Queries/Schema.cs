namespace SnapshotSeed.Catalog.Queries;

/// <summary>A schema's name, and whether the role may use its objects.</summary>
internal sealed record Schema(string Name, bool CanUse);
