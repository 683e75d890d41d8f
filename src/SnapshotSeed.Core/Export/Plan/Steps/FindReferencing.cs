using System.Collections.Immutable;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds further candidates for tables that the choice has left short: the first rows that reference each of the chosen
/// ones, where an index leads to them, and what they reference in turn. Nothing where no table is short; else as <see
/// cref="FindCandidates"/>.
/// </summary>
/// <param name="Components">Components of one height: all that reference them are of a lower one.</param>
internal sealed record FindReferencing(ImmutableArray<Component> Components) : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "referencing";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Components.Select(component => component.ToString());
}
