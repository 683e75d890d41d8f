using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Moves sequences that feed no column at least to where they stood in the source, never back.</summary>
internal sealed record AdvanceUnownedSequences(ImmutableArray<(UnownedSequence Sequence, long Position)> Sequences)
    : LoadOperation
{
    public override string Name => "advance";

    public override IEnumerable<string> Subjects =>
        Sequences.Select(entry => $"{entry.Sequence.Name} to {entry.Position}");
}
