using System.Collections.Immutable;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>The first child rows of each chosen row, if an index leads to them, and their parent rows.</summary>
internal sealed record FindReferencing(ImmutableArray<Component> Components) : ExportStep
{
    public override string Name => "referencing";

    public override IEnumerable<string> Subjects => Components.Select(component => component.ToString());
}
