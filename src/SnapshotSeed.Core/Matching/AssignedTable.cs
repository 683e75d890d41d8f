using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>A table whose ids in the snapshot are labels, and whose rows its natural key finds in the target.</summary>
internal sealed record AssignedTable(Table Table, string Id, UniqueKey Key)
{
    /// <summary>Whether other rows, or rows of its own, hold labels of its rows; else the database gives its ids.</summary>
    public bool IsReferenced { get; init; }

    /// <summary>Whether every label in its rows is of tables that come before it.</summary>
    public bool ComesAfterAllLabels { get; init; }
}
