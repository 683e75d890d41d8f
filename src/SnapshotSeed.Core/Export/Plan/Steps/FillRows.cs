using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Reads the rows of tables, and fills those that are below their limit still with the first rows all of whose
/// references are chosen. One round trip for fifty tables; one more where rows are chosen in another order than they
/// are written in, and some more for cycles.
/// </summary>
/// <param name="Components">Components of one depth: all that they reference is complete.</param>
/// <param name="Rules">The rule of each of their tables.</param>
internal sealed record FillRows(ImmutableArray<Component> Components, ImmutableDictionary<TableName, SampleRule> Rules)
    : ExportStep
{
    /// <inheritdoc/>
    public override string Name => "fill";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Components.Select(Limits);

    private string Limits(Component component)
    {
        var limits = string.Join(", ", component.Tables.Select(table => $"{table} {Rules[table].Limit}"));
        return component.Tables.Length == 1 ? limits : $"({limits})";
    }
}
