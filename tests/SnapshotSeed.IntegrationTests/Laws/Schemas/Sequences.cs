using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>The sequences that defaults name.</summary>
internal static class Sequences
{
    /// <summary>One for all columns that own none and count in the same direction.</summary>
    public static ImmutableArray<Table> Share(ImmutableArray<Table> tables, bool isShared)
    {
        if (!isShared)
            return tables;
        var first = Of(tables)
            .GroupBy(sequence => sequence.IsDescending)
            .ToDictionary(group => group.Key, group => group.First());
        return
        [
            .. tables.Select(table =>
                table with
                {
                    Columns =
                    [
                        .. table.Columns.Select(column =>
                            column is { Source: ColumnSource.Default, Sequence: { } own }
                                ? column with
                                {
                                    Sequence = first[own.IsDescending],
                                }
                                : column
                        ),
                    ],
                }
            ),
        ];
    }

    public static ImmutableArray<Sequence> Of(ImmutableArray<Table> tables) =>
        [
            .. tables
                .SelectMany(table => table.Columns)
                .Where(column => column.Source is ColumnSource.Serial or ColumnSource.Default)
                .Select(column => column.Sequence!)
                .Distinct(),
        ];
}
