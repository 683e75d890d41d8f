using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Migrations;

internal sealed class HistoryTables
{
    private readonly Dictionary<TableName, HistoryLayout> layouts;
    private readonly HashSet<TableName> configured;

    private HistoryTables(Dictionary<TableName, HistoryLayout> layouts, HashSet<TableName> configured) =>
        (this.layouts, this.configured) = (layouts, configured);

    /// <summary>Each configured table comes with the column whose greatest value is the newest version.</summary>
    /// <exception cref="SnapshotSeedException">A configured table or column does not exist.</exception>
    public static HistoryTables Of(DatabaseCatalog catalog, IDictionary<string, string> configured)
    {
        var columns = Resolve(catalog, configured);
        var layouts = new Dictionary<TableName, HistoryLayout>();
        foreach (var table in catalog.Tables)
        {
            if (columns.TryGetValue(table.Name, out var column))
                layouts.Add(table.Name, new(column, column));
            else if (KnownMigrationTables.Find(table) is { } known)
                layouts.Add(table.Name, known);
        }

        return new(layouts, [.. columns.Keys]);
    }

    /// <summary>Null for a table of data.</summary>
    public HistoryLayout? this[TableName table] => layouts.GetValueOrDefault(table);

    public bool Contains(TableName table) => layouts.ContainsKey(table);

    /// <summary>Whether the configuration names the table, and not a known tool.</summary>
    public bool IsConfigured(TableName table) => configured.Contains(table);

    private static IReadOnlyDictionary<TableName, string> Resolve(
        DatabaseCatalog catalog,
        IDictionary<string, string> configured
    )
    {
        if (configured.Count == 0)
            return new Dictionary<TableName, string>();
        var columns = new TableNameResolver(catalog.Tables.Select(table => table.Name)).ByTable(
            configured,
            Setting.MigrationTables
        );
        var unknown = columns
            .Where(pair => catalog[pair.Key].Columns.All(column => column.Name != pair.Value))
            .OrderBy(pair => pair.Key)
            .Select(MessageTemplate (pair) => $"{Setting.MigrationTables}: {pair.Key} has no column {pair.Value}")
            .ToList();
        return unknown.Count == 0
            ? columns
            : throw new SnapshotSeedException(
                MessageTemplate.Lines(unknown),
                "Name the column whose greatest value is the newest version.",
                FailureKind.WrongUsage
            );
    }
}
