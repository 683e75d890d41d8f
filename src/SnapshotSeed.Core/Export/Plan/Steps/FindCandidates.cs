using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds the first rows of tables, the parent rows of candidates in other tables, and the parent rows of all these. One
/// round trip.
/// </summary>
/// <param name="Components">Components of one height. The components that reference them have a lower one.</param>
/// <param name="Windows">How many first rows of each of their tables.</param>
internal sealed record FindCandidates(ImmutableArray<Component> Components, ImmutableDictionary<TableName, int> Windows)
    : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "candidates";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Components.Select(Of);

    private string Of(Component component)
    {
        var windows = string.Join(", ", component.Tables.Select(table => $"{table} {Windows[table]}"));
        return component.Tables.Length == 1 ? windows : $"({windows})";
    }
}
