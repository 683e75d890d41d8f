namespace SnapshotSeed.Problems;

/// <summary>
/// A setting in a message: readers of the library know the property of that name, users of the tool an option.
/// </summary>
internal enum Setting
{
    Source,
    Target,
    Folder,
    Limit,
    Floor,
    Headroom,
    TableLimits,
    TableFloors,
    TableOrders,
    Tables,
    Exclude,
    Order,
    Where,
    Include,
    With,
    Schemas,
    TruncateFirst,
    AllowTargets,
    References,
    MigrationTables,
    Groups,
    Replace,
    TriggersOff,
    OnConflict,
    Ids,
    TableOptions,
    Null,
    KeepGoing,
    DriftAdapt,
    RebaseTime,
    Migration,
    StampMigration,
    RefreshViews,
    SkippedColumns,
}
