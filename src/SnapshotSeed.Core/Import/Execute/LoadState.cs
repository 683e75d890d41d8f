using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

/// <summary>What the operations of one load have found out for those that come later.</summary>
internal sealed class LoadState(Session session, bool keepsGoing = false, LoadState? whole = null)
{
    private readonly Dictionary<TableName, HashSet<long>> leftOut = [];

    public Session Session => session;

    public bool KeepsGoing => keepsGoing;

    public IdMaps Ids { get; } = whole?.Ids ?? new IdMaps();

    public StagingTables Staging => field ??= new StagingTables(session, Ids);

    public Dictionary<TableName, RowMatch> Matches { get; } = [];

    public TableTimes Times { get; } = whole?.Times ?? new TableTimes();

    public List<RowProblem> LabelProblems { get; } = [];

    public List<TableName> StaleViews { get; } = [];

    public List<(TableName Table, Identifier Trigger, bool IsAlways)> TriggersOff { get; } = whole?.TriggersOff ?? [];

    /// <summary>May be undone by itself: knows ids and triggers, but no temporary tables, as those would go.</summary>
    public LoadState ForPart() => new(session, keepsGoing, this);

    /// <summary>The lines where rows start that stay out, because their labels lead nowhere.</summary>
    public HashSet<long> LeftOut(TableName table) =>
        leftOut.TryGetValue(table, out var lines) ? lines : leftOut[table] = [];
}
