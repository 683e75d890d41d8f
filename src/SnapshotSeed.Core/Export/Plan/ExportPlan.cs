using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan;

/// <summary>What an export will do, decided before the first row is read.</summary>
/// <param name="Tables">The tables of the snapshot, in load order.</param>
/// <param name="Rules">The rule of each.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record ExportPlan(
    ImmutableArray<Table> Tables,
    ImmutableDictionary<TableName, SampleRule> Rules,
    ImmutableArray<ExportStep> Steps
)
{
    /// <summary>How many rows are asked for in all, as far as the source knows how many it has.</summary>
    public long ExpectedRows => Tables.Sum(table => Rules[table.Name].Expected(table));

    /// <summary>The graph of its tables.</summary>
    public DependencyGraph Graph { get; init; } = DependencyGraph.Build([], []);

    /// <summary>Which rows come first where not all can be had.</summary>
    public Order Order { get; init; } = Order.Key;

    /// <summary>The same of tables that have an order of their own.</summary>
    internal IReadOnlyDictionary<TableName, Order> TableOrders { get; init; } =
        ImmutableDictionary<TableName, Order>.Empty;

    /// <summary>
    /// Foreign keys into tables that are no part of the snapshot: only rows in which they are NULL can be taken.
    /// </summary>
    internal ImmutableArray<ForeignKey> UnresolvedKeys { get; init; } = [];

    /// <summary>The tables that are left out by name.</summary>
    internal ImmutableArray<TableName> Excluded { get; init; } = [];

    /// <summary>The tables from which a key leads to a table that is left out, or to one with a condition.</summary>
    internal IReadOnlySet<TableName> Exits { get; init; } = ImmutableHashSet<TableName>.Empty;

    /// <summary>The keys that rows are taken along against.</summary>
    internal ImmutableArray<ForeignKey> With => Steps.OfType<FindChildren>().FirstOrDefault()?.Keys ?? [];

    /// <summary>The tables with rows that are always taken.</summary>
    internal ImmutableArray<IncludedTable> Included =>
        Steps.OfType<FindIncluded>().SelectMany(step => step.Tables).ToImmutableArray();

    /// <summary>The plan as callers see it.</summary>
    public SnapshotPlan Planned => new([.. Steps.Select(step => step.Planned)]);

    /// <inheritdoc/>
    public override string ToString() => Planned.ToString();
}
