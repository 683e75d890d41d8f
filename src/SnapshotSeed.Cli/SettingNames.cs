using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>What the tool calls the library's settings.</summary>
internal static class SettingNames
{
    public static string Of(Setting setting) =>
        setting switch
        {
            Setting.Source => "DATABASE_URL_DEMO or --source",
            Setting.Target => "DATABASE_URL_TEST or --target",
            Setting.Folder => "--snapshot",
            Setting.Limit => "--limit",
            Setting.Floor => "--floor",
            Setting.Headroom => "--headroom",
            Setting.TableLimits => "--table-limit",
            Setting.TableFloors => "floor in snapshotseed.json",
            Setting.TableOrders => "order in snapshotseed.json",
            Setting.Tables => "--tables",
            Setting.Exclude => "--exclude",
            Setting.Order => "--order",
            Setting.Where => "--where",
            Setting.Include => "--include",
            Setting.With => "--with",
            Setting.Schemas => "--schemas",
            Setting.References => "references in snapshotseed.json",
            Setting.MigrationTables => "migrationTables in snapshotseed.json",
            Setting.Groups => "groups in snapshotseed.json",
            Setting.Replace => "--replace",
            Setting.TriggersOff => "--triggers off",
            Setting.OnConflict => "--on-conflict",
            Setting.Ids => "--ids",
            Setting.KeepGoing => "--keep-going",
            Setting.DriftAdapt => "--drift adapt",
            Setting.RebaseTime => "--rebase-time",
            Setting.Migration => "--migration",
            Setting.StampMigration => "--stamp-migration",
            Setting.RefreshViews => "--refresh-views",
            Setting.Null => "--null",
            Setting.TableOptions => "tables in snapshotseed.json",
            Setting.SkippedColumns => "columns in snapshotseed.json",
            Setting.TruncateFirst => "--truncate-first",
            Setting.AllowTargets => "--allow-target",
            _ => setting.ToString(),
        };
}
