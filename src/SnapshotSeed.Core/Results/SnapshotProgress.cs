using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>The report that a table is done.</summary>
public sealed record SnapshotProgress
{
    internal SnapshotProgress(TableName name, long rows, int done, int tables) =>
        (Name, Rows, Done, Tables) = (name, rows, done, tables);

    /// <summary>
    /// The table as options name it: <c>orders</c>, or <c>audit.events</c> in a schema other than public.
    /// </summary>
    public string Table => Name.ToString();

    /// <summary>The table's rows in the snapshot.</summary>
    public long Rows { get; init; }

    /// <summary>The number of tables that are done.</summary>
    public int Done { get; init; }

    /// <summary>The number of all tables.</summary>
    public int Tables { get; init; }

    internal TableName Name { get; init; }

    /// <summary>Reads as <c>3 of 27: orders, 100 rows</c>.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Done} of {Tables}: {Table}, {Counted.Of(Rows, "row")}");
}
