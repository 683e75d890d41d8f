using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Selection;

/// <summary>A plan's tables with their chosen rows. Only a <see cref="SampleBuilder"/> changes them.</summary>
internal sealed class Sample(ExportPlan plan, IReadOnlyDictionary<TableName, ChosenRows> chosen)
{
    private readonly Dictionary<TableName, Table> tables = plan.Tables.ToDictionary(table => table.Name);

    public ExportPlan Plan => plan;

    public DependencyGraph Graph => plan.Graph;

    public ChosenRows this[TableName table] => chosen[table];

    public Table Table(TableName name) => tables[name];

    public TableOrders Orders(TableName table) => plan.Orders[table];

    /// <summary>The columns whose values rows are to show; none unless the order is coverage.</summary>
    public IReadOnlyList<CoveredColumn> Covered(TableName table) =>
        plan.Covered.Contains(table) ? [.. CoveredColumn.Of(tables[table])] : [];

    public IEnumerable<ForeignKey> KeysWithin(IEnumerable<TableName> tables) =>
        tables.SelectMany(Graph.ReferencesOf).Where(Graph.IsWithinComponent);

    public IEnumerable<ForeignKey> KeysBeyond(TableName table) =>
        Graph.ReferencesOf(table).Where(key => !Graph.IsWithinComponent(key));

    public bool IsBelowLimit(SampleRule rule) =>
        !chosen[rule.Table].IsWholeTable && chosen[rule.Table].Count < rule.Limit;
}
