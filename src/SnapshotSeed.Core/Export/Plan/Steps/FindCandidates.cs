using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>Finds first rows of components of one height, and wanted parent rows, in one round trip.</summary>
internal sealed record FindCandidates(ImmutableArray<Component> Components, ImmutableDictionary<TableName, int> Windows)
    : ExportStep
{
    public override string Name => "candidates";

    public override IEnumerable<string> Subjects => Components.Select(Of);

    private string Of(Component component)
    {
        var windows = string.Join(", ", component.Tables.Select(table => $"{table} {Windows[table]}"));
        return component.Tables.Length == 1 ? windows : $"({windows})";
    }
}
