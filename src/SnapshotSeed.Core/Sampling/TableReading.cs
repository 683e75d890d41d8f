using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>How the sample of a table is read.</summary>
/// <param name="Table">The table.</param>
/// <param name="Chosen">Its rows that are chosen before.</param>
/// <param name="Orders">The orders of its rows.</param>
/// <param name="Columns">What is read of each row.</param>
internal sealed record TableReading(Table Table, ChosenRows Chosen, RowOrders Orders, SelectedColumns Columns)
{
    // How much goes into one round trip.
    private const int TablesPerCommand = 50;
    private const int RowsPerCommand = 20_000;

    /// <summary>How the sample is completed on the way; null where it is complete.</summary>
    public Completion? Completion { get; init; }

    public TextQuery ToQuery() =>
        new(
            Completion is null
                ? SampleRowsSql.Of(Table, Chosen, Orders.File, Columns)
                : SampleRowsSql.Completed(Table, Chosen, Orders.File, Columns, Completion),
            Table.Name.ToString()
        );

    /// <summary>About how many rows it yields, and so how long it takes.</summary>
    private long Rows =>
        Completion?.Limit ?? (Chosen.IsWholeTable ? Table.EstimatedRows.GetValueOrDefault() : Chosen.Count);

    /// <summary>About how many pages these rows fill.</summary>
    private double Pages =>
        Table is { Pages: { } pages, EstimatedRows: > 0 and { } rows } ? (double)Rows * pages / rows : Rows;

    /// <summary>Those that go into one round trip each.</summary>
    /// <param name="readings">All of them.</param>
    /// <param name="inTurn">
    /// Whether they are read one after the other: in their order. Else those that take longest come first, so that nobody waits for
    /// the last one.
    /// </param>
    public static IEnumerable<List<TableReading>> InGroups(IEnumerable<TableReading> readings, bool inTurn) =>
        inTurn ? InGroups(readings) : InGroups(readings.OrderByDescending(reading => reading.Pages));

    private static IEnumerable<List<TableReading>> InGroups(IEnumerable<TableReading> readings)
    {
        var group = new List<TableReading>();
        var rows = 0L;
        foreach (var reading in readings)
        {
            if (group.Count > 0 && (group.Count == TablesPerCommand || rows + reading.Rows > RowsPerCommand))
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(reading);
            rows += reading.Rows;
        }

        if (group.Count > 0)
            yield return group;
    }
}
