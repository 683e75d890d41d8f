using SnapshotSeed.Model;

namespace SnapshotSeed.Results;

/// <summary>A table of an <see cref="ExportResult"/>.</summary>
public sealed record ExportedTable
{
    internal ExportedTable(TableName name, long rows, long sampled, long backfilled) =>
        (Name, Rows, Sampled, Backfilled) = (name, rows, sampled, backfilled);

    /// <summary>
    /// The table as options name it: <c>orders</c>, or <c>audit.events</c> in a schema other than public.
    /// </summary>
    public string Table => Name.ToString();

    /// <summary>All rows of the file: sampled, backfilled and included.</summary>
    public long Rows { get; init; }

    /// <summary>The rows that the sample chose for themselves.</summary>
    public long Sampled { get; init; }

    /// <summary>The rows that were added as parent rows.</summary>
    public long Backfilled { get; init; }

    internal TableName Name { get; init; }

    /// <summary>The rows that the options always take, and the rows that reference them.</summary>
    public long Included { get; init; }

    /// <summary>
    /// The requested rows: the table's limit, or the rows of the source if it has fewer. Rows that lead to excluded
    /// tables do not count.
    /// </summary>
    public long Asked { get; init; }

    /// <summary>The rows beyond the table's limit, all of them parent rows.</summary>
    public long BeyondLimit { get; init; }

    /// <summary>
    /// Under the order <c>coverage</c>, the number of values to show; 0 for a table that was exported whole.
    /// </summary>
    public long Values { get; init; }

    /// <summary>How many of <see cref="Values"/> the exported rows show.</summary>
    public long ValuesShown { get; init; }

    /// <summary>
    /// Under the order <c>coverage</c>, how many first rows were searched for values that neither the catalog nor an
    /// index tells; 0 if the whole table was.
    /// </summary>
    public long RowsSearched { get; init; }

    /// <summary>How long it took to read and write its rows, after they were chosen.</summary>
    public TimeSpan Elapsed { get; init; }

    internal Shortage? Shortage { get; init; }
}
