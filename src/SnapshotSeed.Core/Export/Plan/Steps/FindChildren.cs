using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>One round trip for each level and one more, repeated while new candidates have such child rows.</summary>
internal sealed record FindChildren(ImmutableArray<ForeignKey> Keys, ImmutableArray<ImmutableArray<Component>> Levels)
    : ExportStep
{
    public override string Name => "children";

    public override IEnumerable<string> Subjects => Keys.Select(key => $"{key.Table} of {key.ReferencedTable}");
}
