using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the rows that candidates bring along because they are never without them, and what those reference. A round
/// trip for each level and one more, as often as new candidates have such rows.
/// </summary>
/// <param name="Keys">The keys that are followed against their direction.</param>
/// <param name="Levels">The components of each height, referencing ones first.</param>
internal sealed record FindChildren(ImmutableArray<ForeignKey> Keys, ImmutableArray<ImmutableArray<Component>> Levels)
    : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "children";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Keys.Select(key => $"{key.Table} of {key.ReferencedTable}");
}
