using System.Collections.Immutable;

namespace SnapshotSeed;

/// <summary>What an export has written, table by table in load order.</summary>
/// <param name="Database">The source database's name.</param>
/// <param name="Tables">The tables.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables)
{
    /// <summary>How many rows were asked for in all.</summary>
    public long Asked => Tables.Sum(table => table.Asked);

    /// <summary>How many of those came.</summary>
    public long Obtained => Tables.Sum(table => Math.Min(table.Rows, table.Asked));

    /// <summary>How many rows came beyond their table's limit, because others reference them.</summary>
    public long BeyondLimit => Tables.Sum(table => table.BeyondLimit);
}
