using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Results;

/// <summary>One imported table.</summary>
public sealed record ImportedTable
{
    internal ImportedTable(TableName name, long rows, long inserted, long updated, long skipped, long different) =>
        (Name, Rows, Inserted, Updated, Skipped, Different) = (name, rows, inserted, updated, skipped, different);

    /// <summary>The table as options name it: <c>orders</c>, or <c>audit.events</c> of a schema other than public.</summary>
    public string Table => Name.ToString();

    /// <summary>Rows in the snapshot.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were not there.</summary>
    public long Inserted { get; init; }

    /// <summary>Rows that were there with other values, and have the snapshot's now.</summary>
    public long Updated { get; init; }

    /// <summary>Rows that were there and were left alone, equal or different.</summary>
    public long Skipped { get; init; }

    /// <summary>Skipped rows whose other columns differ from the snapshot.</summary>
    public long Different { get; init; }

    internal TableName Name { get; init; }

    /// <summary>Rows that stayed out: see <see cref="ImportOptions.KeepGoing"/>.</summary>
    public long Failed { get; init; }
}
