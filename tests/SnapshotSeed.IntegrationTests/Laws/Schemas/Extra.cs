namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>What else a table can have: a constraint or index on a column, a rule, a trigger.</summary>
internal sealed record Extra(ExtraKind Kind, string? Column = null);
