using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>
/// What to record: entries that are not recorded yet, oldest first, up to the version. <c>Replaced</c> is the other
/// version that the target is at, or null, and <c>Removed</c> are the entries that led there.
/// </summary>
internal sealed record Stamp(
    TableName Table,
    string Version,
    Ledger Ledger,
    ImmutableArray<MigrationEntry> Entries,
    ImmutableArray<MigrationEntry> Removed,
    string? Replaced,
    bool IsTableMissing
);
