using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>
/// One step of a sampling plan. The closed set: <see cref="FloorRows"/>, <see cref="BackfillParents"/>, <see
/// cref="FillRows"/>.
/// </summary>
public abstract record SamplingStep;

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

/// <summary>
/// Brings in every row that newly chosen rows reference, and what those reference. One round trip for each level (two
/// for one with a cycle).
/// </summary>
/// <param name="Levels">The referencing components, deepest first.</param>
public sealed record BackfillParents(ImmutableArray<ImmutableArray<Component>> Levels) : SamplingStep
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"backfill  what {string.Join("; then ", Levels.Select(level => string.Join(", ", level)))} reference";
}

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
    public override string ToString() =>
        $"fill      {string.Join(", ", Components.Select(component => component.Tables.Length == 1 ? Limit(component.Tables[0]) : $"({string.Join(", ", component.Tables.Select(Limit))})"))}";

    private string Limit(TableName table) => $"{table} {Rules[table].Limit}";
}

/// <summary>What an export will do, decided before the first row is read.</summary>
/// <param name="Tables">The tables of the snapshot, in load order.</param>
/// <param name="Rules">The rule of each.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record SamplingPlan(
    ImmutableArray<Table> Tables,
    ImmutableDictionary<TableName, SampleRule> Rules,
    ImmutableArray<SamplingStep> Steps
)
{
    /// <summary>The graph of its tables.</summary>
    public DependencyGraph Graph { get; init; } = DependencyGraph.Build([], []);

    /// <summary>
    /// Foreign keys into tables that are no part of the snapshot: only rows in which they are NULL can be taken.
    /// </summary>
    internal ImmutableArray<ForeignKey> UnresolvedKeys { get; init; } = [];

    /// <summary>The plan as text, a step a line.</summary>
    public override string ToString() => string.Join('\n', Steps.Select((step, i) => $"{i + 1, 3}. {step}"));
}
