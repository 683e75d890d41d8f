using System.Collections.Immutable;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Brings tables to their floor: rows that reference chosen rows before others, in key order. One round trip.
/// </summary>
/// <param name="Rules">The tables, which do not see each other's choice.</param>
public sealed record FloorRows(ImmutableArray<SampleRule> Rules) : SamplingStep
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"floor     {string.Join(", ", Rules.Select(rule => $"{rule.Table} {rule.Floor}"))}";
}
