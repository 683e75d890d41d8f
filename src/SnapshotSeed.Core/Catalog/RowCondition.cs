using System.Collections.Immutable;
using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>A user's condition on the rows of a table, wherever in a statement such a row stands.</summary>
/// <param name="table">The table.</param>
/// <param name="condition">The condition.</param>
internal sealed class RowCondition(Table table, Sql condition)
{
    private readonly ImmutableArray<string> columns = [.. table.Columns.Select(column => column.Name)];

    /// <summary>Condition: the row of an alias meets it. Its columns, and the table's name, mean that row.</summary>
    public Sql Of(Sql row) =>
        $"""
            coalesce((
                SELECT {condition}
                FROM (SELECT {Sql.Columns(row, columns)}) {new Identifier(table.Name.Name)}
            ), false)
            """;
}
