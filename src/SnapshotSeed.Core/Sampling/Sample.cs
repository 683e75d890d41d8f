using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;

namespace SnapshotSeed.Sampling;

/// <summary>The chosen rows of all tables, while they grow.</summary>
/// <param name="plan">What is sampled.</param>
internal sealed class Sample(SamplingPlan plan)
{
    private readonly Dictionary<TableName, Table> tables = plan.Tables.ToDictionary(table => table.Name);
    private readonly Dictionary<TableName, ChosenRows> chosen = plan.Tables.ToDictionary(
        table => table.Name,
        _ => new ChosenRows()
    );

    public SamplingPlan Plan => plan;

    public DependencyGraph Graph => plan.Graph;

    /// <summary>The chosen rows of a table.</summary>
    public ChosenRows this[TableName table] => chosen[table];

    public Table Table(TableName name) => tables[name];

    /// <summary>Whether a table has fewer rows than its rule allows.</summary>
    public bool IsShort(SampleRule rule) => chosen[rule.Table].Count < rule.Limit;
}
