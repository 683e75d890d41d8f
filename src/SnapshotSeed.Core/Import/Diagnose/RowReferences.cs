using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Which rows of some tables reference which, by the texts in their files. Pure.</summary>
internal static class RowReferences
{
    /// <param name="tables">The rows of each table with its foreign keys.</param>
    /// <returns>
    /// The rows, counted from 0 through all tables, in groups that can only be inserted together, each after those that it
    /// references.
    /// </returns>
    public static IReadOnlyList<int[]> InOrder(IReadOnlyList<(Table Table, TsvRows Rows)> tables)
    {
        var starts = new int[tables.Count];
        for (var i = 1; i < tables.Count; i++)
            starts[i] = starts[i - 1] + tables[i - 1].Rows.Count;
        var pairs = tables
            .SelectMany((table, i) => table.Table.ForeignKeys.Select(key => (Key: key, At: i)))
            .SelectMany(key => tables.Select((table, i) => (key.Key, key.At, Table: table, Referenced: i)))
            .Where(pair => pair.Key.ReferencedTable == pair.Table.Table.Name)
            .SelectMany(pair =>
                Pairs(pair.Key, tables[pair.At].Rows, pair.Table.Rows)
                    .Select(rows => (starts[pair.At] + rows.Row, starts[pair.Referenced] + rows.Referenced))
            );
        return ReferenceOrder.Of(tables.Sum(table => table.Rows.Count), pairs);
    }

    private static IEnumerable<(int Row, int Referenced)> Pairs(ForeignKey key, TsvRows rows, TsvRows referenced)
    {
        if (!key.Columns.All(rows.Columns.Contains) || !key.ReferencedColumns.All(referenced.Columns.Contains))
            yield break;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < referenced.Count; i++)
        {
            if (referenced.Joined(key.ReferencedColumns, i) is { } value)
                places.TryAdd(value, i);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Joined(key.Columns, i) is { } value && places.TryGetValue(value, out var parent))
                yield return (i, parent);
        }
    }
}
