using System.Collections.Immutable;

namespace SnapshotSeed;

/// <summary>What an export has written, table by table in load order.</summary>
/// <param name="Database">The source database's name.</param>
/// <param name="Tables">The tables.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables);
