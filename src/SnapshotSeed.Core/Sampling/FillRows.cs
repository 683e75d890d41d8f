using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Fills tables up to their limit with the first rows by key all of whose references are chosen, and reads them. One
/// round trip for fifty tables, more for cycles.
/// </summary>
/// <param name="Components">Components of one depth.</param>
/// <param name="Rules">The rule of each of their tables.</param>
public sealed record FillRows(ImmutableArray<Component> Components, ImmutableDictionary<TableName, SampleRule> Rules)
    : SamplingStep
{
    /// <inheritdoc/>
    public override string ToString() => $"fill      {string.Join(", ", Components.Select(Limits))}";

    private string Limits(Component component)
    {
        var limits = string.Join(", ", component.Tables.Select(Limit));
        return component.Tables.Length == 1 ? limits : $"({limits})";
    }

    private string Limit(TableName table) => $"{table} {Rules[table].Limit}";
}
