using System.Collections.Immutable;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Plan;

/// <summary>What an export will do, decided before the first row is read. The tables are in load order.</summary>
internal sealed record ExportPlan(
    ImmutableArray<Table> Tables,
    ImmutableDictionary<TableName, SampleRule> Rules,
    ImmutableArray<ExportStep> Steps
)
{
    public long ExpectedRows => Tables.Sum(table => Rules[table.Name].Expected(table));

    public DependencyGraph Graph { get; init; } = DependencyGraph.Build([], []);

    internal IReadOnlyDictionary<TableName, TableOrders> Orders { get; init; } =
        ImmutableDictionary<TableName, TableOrders>.Empty;

    /// <summary>The tables whose rows are chosen by the values that they show.</summary>
    internal IReadOnlySet<TableName> Covered { get; init; } = ImmutableHashSet<TableName>.Empty;

    /// <summary>How rows are spread over partitions, of each partitioned table.</summary>
    internal ImmutableDictionary<TableName, PartitionSpread> Spreads { get; init; } =
        ImmutableDictionary<TableName, PartitionSpread>.Empty;

    /// <summary>Into tables outside the snapshot: only rows in which they are NULL can be taken.</summary>
    internal ImmutableArray<ForeignKey> UnresolvedKeys { get; init; } = [];

    /// <summary>The tables that options exclude by name.</summary>
    internal ImmutableArray<TableName> Excluded { get; init; } = [];

    /// <summary>The tables with a foreign key to an excluded table, or to a table with a condition.</summary>
    internal IReadOnlySet<TableName> ReferencingExcluded { get; init; } = ImmutableHashSet<TableName>.Empty;

    /// <summary>The foreign keys whose child rows come along with the parent row.</summary>
    internal ImmutableArray<ForeignKey> With => Steps.OfType<FindChildren>().FirstOrDefault()?.Keys ?? [];

    internal ImmutableArray<IncludedTable> Included =>
        Steps.OfType<FindIncluded>().SelectMany(step => step.Tables).ToImmutableArray();

    public SnapshotPlan Planned => new([.. Steps.Select(step => step.Planned)]);

    public override string ToString() => Planned.ToString();
}
