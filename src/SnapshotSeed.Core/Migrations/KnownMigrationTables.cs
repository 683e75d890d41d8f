using SnapshotSeed.Model;

namespace SnapshotSeed.Migrations;

/// <summary>
/// The tables of migration tools (<c>tools.json</c>), found by name, in any schema and without regard to case, and by
/// columns. A table of such a name with other columns belongs to the user.
/// </summary>
internal static class KnownMigrationTables
{
    private static readonly ILookup<string, ToolTable> Known = ToolTable
        .ReadAll()
        .ToLookup(tool => tool.Table, StringComparer.OrdinalIgnoreCase);

    /// <summary>How a table records migrations; null for a table of data.</summary>
    public static HistoryLayout? Find(Table table)
    {
        if (!Known.Contains(table.Name.Name))
            return null;
        var columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Known[table.Name.Name].FirstOrDefault(tool => tool.Fits(columns))?.Layout;
    }

    /// <summary>How a tool records migrations in a table that does not exist yet.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="carried">The columns whose values the snapshot carries; empty if it carries only a version.</param>
    public static HistoryLayout? Find(TableName table, IReadOnlyCollection<string> carried) =>
        Known[table.Name]
            .Select(tool => tool.Layout)
            .Where(layout => layout.Ledger is { } ledger && carried.All(ledger.Carried.Contains))
            .MinBy(layout => layout.Ledger!.Carried.Length - carried.Count);
}
