namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A sequence that columns name in their default.</summary>
internal sealed record Sequence(string Schema, string Name, bool IsDescending);
