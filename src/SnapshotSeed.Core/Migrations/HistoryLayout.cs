namespace SnapshotSeed.Migrations;

/// <summary>A snapshot carries the version, but no rows: a target has its own from its own migrations.</summary>
internal sealed record HistoryLayout(string? Version = null, string? Order = null, Ledger? Ledger = null);
