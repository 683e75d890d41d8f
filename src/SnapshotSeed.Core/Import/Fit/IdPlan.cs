using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>
/// Which ids of a snapshot are labels, by which natural keys their rows are found, and which columns hold such labels. Pure.
/// </summary>
internal sealed class IdPlan
{
    private readonly DatabaseCatalog catalog;
    private readonly Dictionary<TableName, AssignedTable> assigned = [];
    private readonly Dictionary<TableName, List<LabelColumn>> labels = [];

    private IdPlan(DatabaseCatalog catalog)
    {
        this.catalog = catalog;
    }

    /// <summary>The tables with labels for ids, each after those that its natural key needs.</summary>
    public IReadOnlyList<AssignedTable> Assigned { get; private set; } = [];

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="catalog">The target's catalog, with the rules for loading it.</param>
    /// <exception cref="SnapshotSeedException">A table has no natural key, or one that needs itself.</exception>
    public static IdPlan Of(SnapshotFiles snapshot, DatabaseCatalog catalog)
    {
        var plan = new IdPlan(catalog);
        if (catalog.Tables.All(table => !table.LoadingRule.AssignsIds))
            return plan;
        var tables = snapshot.Names.Select(catalog.Find).OfType<Table>().ToList();
        plan.Assign(tables, snapshot);
        foreach (var table in tables)
            plan.labels[table.Name] = plan.LabelsOf(table);
        plan.Assigned = plan.InOrder();
        return plan;
    }

    /// <summary>The columns of a table that hold labels, its own id not among them.</summary>
    public IReadOnlyList<LabelColumn> Labels(TableName table) => labels.GetValueOrDefault(table) ?? [];

    /// <summary>Whether others hold labels of a table's rows.</summary>
    public bool IsReferenced(TableName table) => labels.Values.Any(list => list.Exists(label => label.Of == table));

    /// <summary>A table of the target.</summary>
    public Table? Find(TableName table) => catalog.Find(table);

    /// <summary>The id of a table whose ids are labels; null of any other.</summary>
    public string? IdOf(TableName table) => assigned.GetValueOrDefault(table)?.Id;

    /// <summary>The catalog in which rows with assigned ids are told apart by their natural keys.</summary>
    public DatabaseCatalog WithNaturalKeys() =>
        assigned.Count == 0
            ? catalog
            : catalog.With(table =>
                assigned.TryGetValue(table.Name, out var found)
                    ? table with
                    {
                        LoadingRule = table.LoadingRule with { Key = found.Key },
                    }
                    : table
            );

    /// <summary>Labels are no values, whatever type their column has or had: they are not converted.</summary>
    public SnapshotFiles WithoutConversions(SnapshotFiles snapshot) =>
        snapshot with
        {
            Tables =
            [
                .. snapshot.Tables.Select(source =>
                    source with
                    {
                        Conversions = source.Conversions.RemoveRange(
                            Labels(source.Name).Select(label => label.Column).Append(IdOf(source.Name) ?? "")
                        ),
                    }
                ),
            ],
        };

    private void Assign(List<Table> tables, SnapshotFiles snapshot)
    {
        var problems = new List<RowProblem>();
        foreach (var table in tables.Where(table => table.LoadingRule.AssignsIds))
        {
            if (GeneratedId(table) is not { } id)
                continue;
            if (NaturalKey(table, id, snapshot) is { } key)
                assigned.Add(table.Name, new(table, id, key));
            else
                problems.Add(new(RowProblemKind.NoNaturalKey, table.Name) { Columns = [id] });
        }

        if (problems.Count > 0)
            throw Refused(problems);
    }

    /// <summary>The column that the database fills: that of the primary key, else the first with a unique key of its own.</summary>
    public static string? GeneratedId(Table table)
    {
        var generated = table
            .StoredColumns.Where(column => IsGenerated(table, column))
            .Select(column => column.Name)
            .ToList();
        var primary = table.Keys.FirstOrDefault(key => key.IsPrimary)?.Columns ?? [];
        return generated.Find(primary.Contains)
            ?? generated.Find(name => table.Keys.Any(key => key.Columns is [var only] && only == name));
    }

    /// <summary>Whether a key of the table tells its rows apart without the id.</summary>
    public static bool HasNaturalKey(Table table, string id) =>
        NaturalKey(table, id, new SnapshotFiles([])) is not null;

    private static bool IsGenerated(Table table, Column column) =>
        column.Identity != IdentityKind.None
        || table.Sequences.Any(sequence => sequence.Column == column.Name)
        || column is { HasDefault: true, BareType: "pg_catalog.\"uuid\"" };

    private static UniqueKey? NaturalKey(Table table, string id, SnapshotFiles snapshot)
    {
        if (table.LoadingRule.Key is { } named)
            return named.Columns.Contains(id) ? null : named;
        var given = snapshot.Tables.FirstOrDefault(file => file.Name == table.Name)?.Content.Columns;
        return table.Keys.FirstOrDefault(key =>
            !key.Columns.Contains(id)
            && key.Columns.All(column => given?.Contains(column) ?? true)
            && (key.NullsAreEqual || key.Columns.All(column => !table.Column(column).IsNullable))
        );
    }

    private List<LabelColumn> LabelsOf(Table table) =>
        [
            .. table
                .StoredColumns.SelectMany(column => LabelsOf(table, column.Name, []))
                .Where(label => label.Of != table.Name || label.Column != assigned[table.Name].Id)
                .Distinct(),
        ];

    /// <summary>What a column references is an assigned id, or another column that holds labels.</summary>
    private IEnumerable<LabelColumn> LabelsOf(
        Table table,
        string column,
        HashSet<(TableName Table, string Column)> seen
    )
    {
        if (!seen.Add((table.Name, column)))
            yield break;
        foreach (var key in table.ForeignKeys.Where(key => key.Columns.Contains(column)))
        {
            var referenced = key.ReferencedColumns[key.Columns.IndexOf(column)];
            if (assigned.TryGetValue(key.ReferencedTable, out var found) && found.Id == referenced)
                yield return new(column, key.ReferencedTable, key.Where);
            else if (catalog.Find(key.ReferencedTable) is { } other)
            {
                foreach (var label in LabelsOf(other, referenced, seen))
                    yield return new(column, label.Of, key.Where ?? label.Where);
            }
        }
    }

    private List<AssignedTable> InOrder()
    {
        var (order, open) = (new List<AssignedTable>(), assigned.Values.OrderBy(found => found.Table.Name).ToList());
        while (open.Count > 0)
        {
            var next = open.FindAll(found =>
                !NeededBy(found).Any(name => open.Exists(other => other.Table.Name == name))
            );
            if (next.Count == 0)
                throw Refused([
                    .. open.Select(found => new RowProblem(RowProblemKind.KeyNeedsItself, found.Table.Name)
                    {
                        Columns = found.Key.Columns,
                    }),
                ]);

            // Those of which all references will be known can be compared as they are found.
            var whole = next.FindAll(found =>
                !Labels(found.Table.Name).Any(label => open.Exists(other => other.Table.Name == label.Of))
            );
            next = whole.Count > 0 ? whole : next;
            order.AddRange(next);
            open.RemoveAll(next.Contains);
        }

        return order;
    }

    /// <summary>The tables whose ids are in a natural key.</summary>
    private IEnumerable<TableName> NeededBy(AssignedTable found) =>
        Labels(found.Table.Name).Where(label => found.Key.Columns.Contains(label.Column)).Select(label => label.Of);

    private static SnapshotSeedException Refused(IReadOnlyCollection<RowProblem> problems) =>
        SnapshotSeedException.ForRows(
            "ids cannot be assigned",
            problems,
            $"Name a key without the id, {Setting.TableKeys}, or keep the ids of these tables: {Setting.Ids}."
        );
}
