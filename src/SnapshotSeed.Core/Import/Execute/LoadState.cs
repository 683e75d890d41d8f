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

    /// <summary>Whether checks name every row to blame, so that it can be left out; else the first few.</summary>
    public bool NamesAll { get; init; } = whole?.NamesAll ?? false;

    /// <summary>Whether deferred triggers fire at once, too, so that rows that they reject can be left out.</summary>
    public bool FiresAtOnce { get; init; } = whole?.FiresAtOnce ?? false;

    /// <summary>Rows that are there and could not be updated, where the load goes on.</summary>
    public List<RowProblem> NotUpdated { get; } = [];

    public List<RowProblem> LabelProblems { get; } = [];

    public List<TableName> StaleViews { get; } = [];

    public List<(TableName Table, Identifier Trigger, bool IsAlways)> TriggersOff { get; } = whole?.TriggersOff ?? [];

    /// <summary>May be undone by itself: knows ids and triggers, but no temporary tables, as those would go.</summary>
    public LoadState ForPart() => new(session, keepsGoing, this);

    /// <summary>The state of another try, in which deferred triggers fire at once.</summary>
    public LoadState AtOnce() => new(session, keepsGoing) { NamesAll = NamesAll, FiresAtOnce = true };

    /// <summary>A check of all rows of a file.</summary>
    public async Task<RowCheck> CheckAsync(TableLoad load, CancellationToken cancellationToken) =>
        await RowCheck.OfAsync(session, load, Ids, cancellationToken) with
        {
            Most = NamesAll ? int.MaxValue : RowCheck.Shown,
        };

    /// <summary>The lines where rows start that stay out, because their labels lead nowhere.</summary>
    public HashSet<long> LeftOut(TableName table) =>
        leftOut.TryGetValue(table, out var lines) ? lines : leftOut[table] = [];
}
