using System.Collections.Immutable;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Brings in every row that newly chosen rows reference, and what those reference. One round trip for each level (two
/// for one with a cycle).
/// </summary>
/// <param name="Levels">The referencing components, deepest first.</param>
public sealed record BackfillParents(ImmutableArray<ImmutableArray<Component>> Levels) : SamplingStep
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"backfill  what {string.Join("; then ", Levels.Select(level => string.Join(", ", level)))} reference";
}
