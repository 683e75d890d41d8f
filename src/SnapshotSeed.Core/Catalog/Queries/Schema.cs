namespace SnapshotSeed.Catalog.Queries;

/// <summary>A schema's name, and whether the connected role may use what is in it.</summary>
internal sealed record Schema(string Name, bool CanUse);
