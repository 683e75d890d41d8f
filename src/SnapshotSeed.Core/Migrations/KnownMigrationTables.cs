using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>By name, in any schema and case, and by columns: with other columns the table is the user's.</summary>
internal static class KnownMigrationTables
{
    private static readonly ILookup<string, ToolTable> Known = ToolTable
        .ReadAll()
        .ToLookup(tool => tool.Table, StringComparer.OrdinalIgnoreCase);

    public static HistoryLayout? Find(Table table)
    {
        if (!Known.Contains(table.Name.Name))
            return null;
        var columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Known[table.Name.Name].FirstOrDefault(tool => tool.Fits(columns))?.Layout;
    }

    /// <summary>For a table that does not exist yet, by the columns whose values the snapshot carries.</summary>
    public static HistoryLayout? Find(TableName table, IReadOnlyCollection<string> carried) =>
        Known[table.Name]
            .Select(tool => tool.Layout)
            .Where(layout => layout.Ledger is { } ledger && carried.All(ledger.Carried.Contains))
            .MinBy(layout => layout.Ledger!.Carried.Length - carried.Count);
}
