using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the child rows that always come along with candidates, and their parent rows. A round trip for each level and
/// one more, repeated while new candidates have such child rows.
/// </summary>
/// <param name="Keys">The foreign keys of the child rows.</param>
/// <param name="Levels">The components of each height, in the order of <see cref="FindCandidates"/>.</param>
internal sealed record FindChildren(ImmutableArray<ForeignKey> Keys, ImmutableArray<ImmutableArray<Component>> Levels)
    : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "children";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Keys.Select(key => $"{key.Table} of {key.ReferencedTable}");
}
