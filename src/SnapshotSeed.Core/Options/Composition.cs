namespace SnapshotSeed;

/// <summary>
/// A table whose rows are never without the rows of another one that reference them: no order without its lines.
/// </summary>
/// <param name="Table">The table, as <c>table</c> or <c>schema.table</c>.</param>
/// <param name="Child">The table that references it.</param>
public sealed record Composition(string Table, string Child);
