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

    /// <summary>Those that go into one round trip each.</summary>
    public static IEnumerable<List<TableReading>> InGroups(IEnumerable<TableReading> readings)
    {
        var group = new List<TableReading>();
        var rows = 0L;
        foreach (var reading in readings)
        {
            if (group.Count > 0 && (group.Count == TablesPerCommand || rows + reading.Chosen.Count > RowsPerCommand))
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(reading);
            rows += reading.Chosen.Count;
        }

        if (group.Count > 0)
            yield return group;
    }
}
