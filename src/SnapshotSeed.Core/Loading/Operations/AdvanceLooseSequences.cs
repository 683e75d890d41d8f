using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>Moves sequences that feed no column at least to where they stood in the source, never back.</summary>
/// <param name="Sequences">The sequences that are behind, each with the position to reach.</param>
internal sealed record AdvanceLooseSequences(ImmutableArray<(LooseSequence Sequence, long Position)> Sequences)
    : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"advance   {string.Join(", ", Sequences.Select(entry => $"{entry.Sequence.Name} to {entry.Position}"))}";
}
