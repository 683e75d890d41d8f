using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Moves sequences past the largest value of their column, never back.</summary>
internal sealed record AdvanceSequences(ImmutableArray<Sequence> Sequences) : LoadOperation
{
    public override string Name => "advance";

    public override IEnumerable<string> Subjects => Sequences.Select(sequence => sequence.Name.ToString());
}
