using Microsoft.Extensions.Logging;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan;

internal static class StartLog
{
    public static void Write(PreparedExport prepared, ILogger logger)
    {
        var (catalog, histories, plan) = prepared;
        Events.ExportStarted(logger, catalog.Database.Name, plan.Tables.Length);
        var excluded = catalog.Tables.Select(table => table.Name).Where(histories.Contains).ToList();
        if (excluded.Count > 0)
            Log.LeftOut(logger, string.Join(", ", excluded));
        foreach (var heir in catalog.Tables.Where(table => !IsSampled(table.Name)))
        {
            foreach (var parent in heir.Parents.Where(IsSampled))
                Log.HeirLeftOut(logger, parent, heir.Name);
        }

        foreach (var key in plan.Tables.SelectMany(table => table.ReferencesIntoExtensions))
            Log.IntoExtension(logger, key.ToString(), key.ReferencedTable);
        foreach (var table in plan.Tables)
        {
            foreach (var column in SkippedColumns.WithoutDefault(table))
                Log.SkippedWithoutDefault(logger, table.Name, column.Name);
        }

        foreach (var key in plan.Tables.SelectMany(table => table.ForeignKeys.Where(key => IsSlow(table, key))))
            Log.NoIndex(logger, key.ToString(), key.Table, string.Join(", ", key.Columns));

        bool IsSampled(TableName table) => plan.Rules.GetValueOrDefault(table)?.Limit > 0;
    }

    private static bool IsSlow(Table table, ForeignKey key) => key.IsVirtual && !table.HasIndexOn(key.Columns);
}
