using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>What to record: entries that are not recorded yet, oldest first, up to the version.</summary>
internal sealed record Stamp(
    TableName Table,
    string Version,
    Ledger Ledger,
    ImmutableArray<MigrationEntry> Entries,
    bool IsTableMissing
);
