using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Results;

/// <summary>A table of an <see cref="ImportResult"/>.</summary>
public sealed record ImportedTable
{
    internal ImportedTable(TableName name, long rows, long inserted, long updated, long skipped, long different) =>
        (Name, Rows, Inserted, Updated, Skipped, Different) = (name, rows, inserted, updated, skipped, different);

    /// <summary>
    /// The table as options name it: <c>orders</c>, or <c>audit.events</c> in a schema other than public.
    /// </summary>
    public string Table => Name.ToString();

    /// <summary>The rows in the snapshot.</summary>
    public long Rows { get; init; }

    /// <summary>The rows that were missing in the target.</summary>
    public long Inserted { get; init; }

    /// <summary>The rows that differed in the target and now have the snapshot's values.</summary>
    public long Updated { get; init; }

    /// <summary>The rows that were already present and were not changed, whether equal or different.</summary>
    public long Skipped { get; init; }

    /// <summary>The skipped rows with values other than the snapshot's.</summary>
    public long Different { get; init; }

    /// <summary>The inserted or updated rows that a trigger of the table changed while they were loaded.</summary>
    public long ChangedByTriggers { get; init; }

    internal TableName Name { get; init; }

    /// <summary>The rows that were not loaded: see <see cref="ImportOptions.KeepGoing"/>.</summary>
    public long Failed { get; init; }

    /// <summary>How long its statements took. Tables of one round trip share its time by their rows.</summary>
    public TimeSpan Elapsed { get; init; }
}
