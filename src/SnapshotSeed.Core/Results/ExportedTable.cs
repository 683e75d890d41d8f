using SnapshotSeed.Sampling;

namespace SnapshotSeed;

/// <summary>One exported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows written: sampled, backfilled and included.</param>
/// <param name="Sampled">Rows chosen for themselves.</param>
/// <param name="Backfilled">Rows that are there because others reference them.</param>
public sealed record ExportedTable(TableName Table, long Rows, long Sampled, long Backfilled)
{
    /// <summary>Rows that are there because they are always taken, and those that reference them.</summary>
    public long Included { get; init; }

    /// <summary>
    /// Rows asked for: its limit, or as many as the source has where these are fewer. Those that lead to what is left out
    /// do not count.
    /// </summary>
    public long Asked { get; init; }

    /// <summary>Rows beyond its limit, all of which others reference.</summary>
    public long BeyondLimit { get; init; }

    /// <summary>
    /// Under the order <c>coverage</c>, how many values were to be shown; 0 for a table that was taken whole.
    /// </summary>
    public long Values { get; init; }

    /// <summary>How many of them its rows show.</summary>
    public long ValuesShown { get; init; }

    /// <summary>What kept it from having more rows; null where it has all that were asked for.</summary>
    internal Shortage? Shortage { get; init; }
}
