namespace SnapshotSeed.Sampling;

/// <summary>A table of a cycle that is filled in memory.</summary>
/// <param name="Chosen">Its chosen rows.</param>
/// <param name="Limit">The size to reach.</param>
/// <param name="Candidates">The rows that nothing outside the cycle keeps from being chosen, in key order.</param>
internal sealed record CycleMember(ChosenRows Chosen, int Limit, IReadOnlyList<RowId> Candidates);
