using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>One exported table.</summary>
public sealed record ExportedTable
{
    internal ExportedTable(TableName name, long rows, long sampled, long backfilled) =>
        (Name, Rows, Sampled, Backfilled) = (name, rows, sampled, backfilled);

    /// <summary>The table as options name it: <c>orders</c>, or <c>audit.events</c> of a schema other than public.</summary>
    public string Table => Name.ToString();

    /// <summary>Rows written: sampled, backfilled and included.</summary>
    public long Rows { get; init; }

    /// <summary>Rows chosen for themselves.</summary>
    public long Sampled { get; init; }

    /// <summary>Rows that are there because others reference them.</summary>
    public long Backfilled { get; init; }

    internal TableName Name { get; init; }

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
