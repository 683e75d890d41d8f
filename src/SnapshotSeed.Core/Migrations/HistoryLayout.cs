namespace SnapshotSeed.Migrations;

/// <summary>
/// How a migration tool keeps its books. Such tables describe the schema, not the data: a snapshot carries the version
/// that they hold, never their rows as data, because a target has its own from its own migrations.
/// </summary>
/// <param name="Version">The column with the version; null where there is none, as in a table for locks.</param>
/// <param name="Order">The column whose greatest value is the newest.</param>
/// <param name="Ledger">How a database is stamped; null where that is not known.</param>
internal sealed record HistoryLayout(string? Version = null, string? Order = null, Ledger? Ledger = null);
