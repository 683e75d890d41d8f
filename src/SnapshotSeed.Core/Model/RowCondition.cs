using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A condition on the rows of a table, as SQL, which may name any of its columns.</summary>
internal sealed record RowCondition(TableName Table, ImmutableArray<string> Columns, string Expression)
{
    /// <summary>
    /// The column of the row that stands for each of <see cref="Columns"/>, where a row is seen as one that it
    /// references; empty where the condition is about the row itself.
    /// </summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>The type that each of these is cast to, as SQL; null for none.</summary>
    public ImmutableArray<string?> Types { get; init; } = [];

    public static RowCondition Of(Table table, string expression) =>
        new(table.Name, [.. table.Columns.Select(column => column.Name)], expression);
}
