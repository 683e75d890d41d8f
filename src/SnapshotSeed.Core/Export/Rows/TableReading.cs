using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>How the sample of a table is read.</summary>
/// <param name="Table">The table.</param>
/// <param name="Chosen">Its rows that are chosen before.</param>
/// <param name="Orders">The orders of its rows.</param>
/// <param name="Columns">What is read of each row.</param>
internal sealed record TableReading(Table Table, ChosenRows Chosen, TableOrders Orders, SelectedColumns Columns)
{
    /// <summary>How the sample is completed on the way; null where it is complete.</summary>
    public Completion? Completion { get; init; }

    public TextQuery ToQuery() =>
        new(
            Completion is null
                ? SampleRowsSql.Of(Table, Chosen, Orders.File, Columns)
                : SampleRowsSql.Completed(Table, Chosen, Orders.File, Columns, Completion),
            Table.Name.ToString()
        );

    /// <summary>About how many rows it yields.</summary>
    public long Rows =>
        Completion?.Limit ?? (Chosen.IsWholeTable ? Table.EstimatedRows.GetValueOrDefault() : Chosen.Count);
}
