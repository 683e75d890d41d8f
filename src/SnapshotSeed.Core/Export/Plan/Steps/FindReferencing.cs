using System.Collections.Immutable;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds more candidates for tables that the choice left below their limit: the first child rows of each chosen row, if
/// an index leads to them, and their parent rows. Sends nothing if no table is below its limit.
/// </summary>
/// <param name="Components">Components of one height. The components that reference them have a lower one.</param>
internal sealed record FindReferencing(ImmutableArray<Component> Components) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "referencing";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Components.Select(component => component.ToString());
}
