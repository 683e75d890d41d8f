using SnapshotSeed.Catalog;

namespace SnapshotSeed;

/// <summary>One exported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows written: sampled and backfilled.</param>
/// <param name="Sampled">Rows chosen for themselves.</param>
/// <param name="Backfilled">Rows that are there because others reference them.</param>
public sealed record ExportedTable(TableName Table, long Rows, long Sampled, long Backfilled);
