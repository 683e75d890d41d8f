using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Verification;

namespace SnapshotSeed.Loading;

/// <summary>What an import has done, table by table in load order.</summary>
/// <param name="Database">The target database's name.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Verification">The verification after the import, where one was asked for.</param>
public sealed record ImportResult(
    string Database,
    ImmutableArray<ImportedTable> Tables,
    VerificationReport? Verification = null
);

/// <summary>One imported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows in the snapshot.</param>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Skipped">Rows that were there already, equal or different.</param>
/// <param name="Different">Skipped rows whose other columns differ from the snapshot.</param>
public sealed record ImportedTable(TableName Table, long Rows, long Inserted, long Skipped, long Different);
