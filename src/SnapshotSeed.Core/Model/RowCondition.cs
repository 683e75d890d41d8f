using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A condition on the rows of a table, as SQL, which may name any of its columns.</summary>
internal sealed record RowCondition(TableName Table, ImmutableArray<string> Columns, string Expression)
{
    public static RowCondition Of(Table table, string expression) =>
        new(table.Name, [.. table.Columns.Select(column => column.Name)], expression);
}
