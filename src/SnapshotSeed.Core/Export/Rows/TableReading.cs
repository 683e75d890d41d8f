using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

internal sealed record TableReading(Table Table, ChosenRows Chosen, TableOrders Orders, SelectedColumns Columns)
{
    /// <summary>Null if the sample is complete.</summary>
    public Completion? Completion { get; init; }

    public TextQuery Query =>
        new(
            Completion is null
                ? SampleRowsSql.Of(Table, Chosen, Orders.File, Columns)
                : SampleRowsSql.Completed(Table, Chosen, Orders.File, Columns, Completion),
            Table.Name.ToString()
        );

    public long Rows =>
        Completion?.Limit ?? (Chosen.IsWholeTable ? Table.EstimatedRows.GetValueOrDefault() : Chosen.Count);
}
