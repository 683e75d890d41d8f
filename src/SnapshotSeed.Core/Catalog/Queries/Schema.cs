namespace SnapshotSeed.Catalog.Queries;

internal sealed record Schema(string Name, bool CanUse);
