using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>What is recorded in the table of a target's migration tool.</summary>
/// <param name="Table">The tool's table.</param>
/// <param name="Version">The version that the target is at then.</param>
/// <param name="Ledger">How the tool records migrations.</param>
/// <param name="Entries">The migrations that are not recorded yet, the oldest first.</param>
/// <param name="IsTableMissing">Whether the table has to be made.</param>
internal sealed record Stamp(
    TableName Table,
    string Version,
    Ledger Ledger,
    ImmutableArray<MigrationEntry> Entries,
    bool IsTableMissing
);
