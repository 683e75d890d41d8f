using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Export.Selection;

/// <summary>The chosen rows of all tables, while they grow.</summary>
/// <param name="plan">What is sampled.</param>
internal sealed class Sample(ExportPlan plan)
{
    private readonly Dictionary<TableName, Table> tables = plan.Tables.ToDictionary(table => table.Name);
    private readonly Dictionary<TableName, TableOrders> orders = plan.Tables.ToDictionary(
        table => table.Name,
        table => TableOrders.Of(table, plan.TableOrders.GetValueOrDefault(table.Name, plan.Order))
    );
    private readonly Dictionary<TableName, ChosenRows> chosen = plan.Tables.ToDictionary(
        table => table.Name,
        _ => new ChosenRows()
    );

    public ExportPlan Plan => plan;

    /// <summary>Held by whoever adds to it, or makes statements of it, while tables are filled and read on two sessions.</summary>
    public Lock Gate { get; } = new();

    public DependencyGraph Graph => plan.Graph;

    /// <summary>The chosen rows of a table.</summary>
    public ChosenRows this[TableName table] => chosen[table];

    public Table Table(TableName name) => tables[name];

    /// <summary>The orders of a table's rows.</summary>
    public TableOrders Orders(TableName table) => orders[table];

    /// <summary>The columns of a table whose values its rows are to show; none where its order is another one.</summary>
    public IReadOnlyList<CoveredColumn> Covered(TableName table) =>
        plan.TableOrders.GetValueOrDefault(table, plan.Order).Kind == OrderKind.Coverage
            ? [.. CoveredColumn.Of(tables[table])]
            : [];

    /// <summary>The keys between the tables of a cycle, or of a table with itself.</summary>
    public IEnumerable<ForeignKey> KeysWithin(IEnumerable<TableName> tables) =>
        tables.SelectMany(Graph.ReferencesOf).Where(Graph.IsWithinComponent);

    /// <summary>The keys from a table to tables outside its cycle.</summary>
    public IEnumerable<ForeignKey> KeysBeyond(TableName table) =>
        Graph.ReferencesOf(table).Where(key => !Graph.IsWithinComponent(key));

    /// <summary>Whether a table has fewer rows than its rule allows.</summary>
    public bool IsShort(SampleRule rule) => !chosen[rule.Table].IsWholeTable && chosen[rule.Table].Count < rule.Limit;
}
