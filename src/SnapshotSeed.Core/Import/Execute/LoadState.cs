using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

/// <summary>What the operations of one load have found out for those that come later.</summary>
/// <param name="session">The session that they run in.</param>
/// <param name="keepsGoing">Whether a row to blame stays out, and the others are loaded.</param>
/// <param name="whole">The load that this one is a part of; null where it is none.</param>
internal sealed class LoadState(Session session, bool keepsGoing = false, LoadState? whole = null)
{
    private readonly Dictionary<TableName, HashSet<long>> leftOut = [];

    public Session Session => session;

    public bool KeepsGoing => keepsGoing;

    /// <summary>The ids of labels.</summary>
    public IdMaps Ids { get; } = whole?.Ids ?? new IdMaps();

    /// <summary>The files that are on the server.</summary>
    public StagingTables Staging => field ??= new StagingTables(session, Ids);

    /// <summary>How the rows of tables compare with the target's.</summary>
    public Dictionary<TableName, RowMatch> Matches { get; } = [];

    /// <summary>What is wrong with labels.</summary>
    public List<RowProblem> LabelProblems { get; } = [];

    /// <summary>The materialized views that do not show new rows.</summary>
    public List<TableName> StaleViews { get; } = [];

    /// <summary>The triggers that are switched off.</summary>
    public List<(TableName Table, Identifier Trigger, bool IsAlways)> TriggersOff { get; } = whole?.TriggersOff ?? [];

    /// <summary>
    /// The state of a part of the load that may be undone by itself: it knows ids and triggers, but none of the temporary
    /// tables, which would be gone.
    /// </summary>
    public LoadState ForPart() => new(session, keepsGoing, this);

    /// <summary>The lines of a file on which rows start that stay out, because their labels lead nowhere.</summary>
    public HashSet<long> LeftOut(TableName table) =>
        leftOut.TryGetValue(table, out var lines) ? lines : leftOut[table] = [];
}
