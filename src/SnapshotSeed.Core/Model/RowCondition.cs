using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A condition on the rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">All columns of the table, which the condition may name.</param>
/// <param name="Expression">The condition, as SQL.</param>
internal sealed record RowCondition(TableName Table, ImmutableArray<string> Columns, string Expression)
{
    public static RowCondition Of(Table table, string expression) =>
        new(table.Name, [.. table.Columns.Select(column => column.Name)], expression);
}
