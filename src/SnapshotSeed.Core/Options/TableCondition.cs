namespace SnapshotSeed;

/// <summary>Which rows of a table count.</summary>
/// <param name="Table">The table, as <c>table</c> or <c>schema.table</c>.</param>
/// <param name="Condition">
/// SQL over its own columns, which may be named with the table's name before them. Functions and types outside
/// pg_catalog need their schema.
/// </param>
public sealed record TableCondition(string Table, string Condition);
