namespace SnapshotSeed.Migrations;

/// <summary>
/// How a migration tool's table records migrations. A snapshot carries its version but never its rows as data, because
/// a target has its own from its own migrations.
/// </summary>
/// <param name="Version">The column with the version; null for a table without one, such as a lock.</param>
/// <param name="Order">The column whose greatest value is the newest.</param>
/// <param name="Ledger">How to record a migration; null if that is not known.</param>
internal sealed record HistoryLayout(string? Version = null, string? Order = null, Ledger? Ledger = null);
