using SnapshotSeed.Options;

namespace SnapshotSeed.Problems;

/// <summary>
/// What a caller can set, as messages name it: a reader of the library knows it by the property of that name, a user of
/// a tool by an option of the tool's.
/// </summary>
internal enum Setting
{
    /// <summary>The connection to the database that is read.</summary>
    Source,

    /// <summary>The connection to the database that is written.</summary>
    Target,

    /// <summary>The snapshot folder.</summary>
    Folder,

    /// <summary><see cref="ExportOptions.Limit"/>.</summary>
    Limit,

    /// <summary><see cref="ExportOptions.Floor"/>.</summary>
    Floor,

    /// <summary><see cref="ExportOptions.Headroom"/>.</summary>
    Headroom,

    /// <summary><see cref="ExportOptions.TableLimits"/>.</summary>
    TableLimits,

    /// <summary><see cref="ExportOptions.TableFloors"/>.</summary>
    TableFloors,

    /// <summary><see cref="ExportOptions.TableOrders"/>.</summary>
    TableOrders,

    /// <summary><see cref="ExportOptions.Tables"/> and <see cref="ImportOptions.Tables"/>.</summary>
    Tables,

    /// <summary><see cref="ExportOptions.Exclude"/>.</summary>
    Exclude,

    /// <summary><see cref="ExportOptions.Order"/>.</summary>
    Order,

    /// <summary><see cref="ExportOptions.Where"/>.</summary>
    Where,

    /// <summary><see cref="ExportOptions.Include"/>.</summary>
    Include,

    /// <summary><see cref="ExportOptions.With"/>.</summary>
    With,

    /// <summary><see cref="ExportOptions.Schemas"/>.</summary>
    Schemas,

    /// <summary><see cref="ImportOptions.TruncateFirst"/>.</summary>
    TruncateFirst,

    /// <summary><see cref="ImportOptions.AllowTargets"/>.</summary>
    AllowTargets,

    /// <summary><see cref="ExportOptions.References"/> and <see cref="ImportOptions.References"/>.</summary>
    References,

    /// <summary><see cref="ExportOptions.MigrationTables"/> and <see cref="ImportOptions.MigrationTables"/>.</summary>
    MigrationTables,

    /// <summary><see cref="ExportOptions.Groups"/> and <see cref="ImportOptions.Groups"/>.</summary>
    Groups,

    /// <summary><see cref="ExportOptions.Replace"/>.</summary>
    Replace,

    /// <summary><see cref="ImportOptions.TriggersOff"/>.</summary>
    TriggersOff,

    /// <summary><see cref="ImportOptions.OnConflict"/>.</summary>
    OnConflict,

    /// <summary><see cref="ImportOptions.AssignIds"/>.</summary>
    Ids,

    /// <summary><see cref="ImportOptions.TableKeys"/>, and what else holds for single tables.</summary>
    TableOptions,

    /// <summary><see cref="ImportOptions.Null"/>.</summary>
    Null,

    /// <summary><see cref="ImportOptions.KeepGoing"/>.</summary>
    KeepGoing,

    /// <summary><see cref="ImportOptions.Adapt"/>.</summary>
    DriftAdapt,

    /// <summary><see cref="ImportOptions.RebaseTo"/>.</summary>
    RebaseTime,

    /// <summary><see cref="ImportOptions.Migration"/>.</summary>
    Migration,

    /// <summary><see cref="ImportOptions.Stamp"/>.</summary>
    StampMigration,

    /// <summary><see cref="ImportOptions.RefreshViews"/>.</summary>
    RefreshViews,

    /// <summary><see cref="ExportOptions.SkippedColumns"/>.</summary>
    SkippedColumns,
}
