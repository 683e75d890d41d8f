using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Moves sequences past the largest value of their column, never back.</summary>
/// <param name="Sequences">The sequences.</param>
internal sealed record AdvanceSequences(ImmutableArray<Sequence> Sequences) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "advance";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Sequences.Select(sequence => sequence.Name.ToString());
}
