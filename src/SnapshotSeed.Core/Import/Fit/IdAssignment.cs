using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Fit;

/// <summary>Finds which ids are labels, the natural keys of their rows, and the columns that hold them. Pure.</summary>
internal sealed class IdAssignment
{
    private readonly DatabaseCatalog catalog;
    private readonly Dictionary<TableName, AssignedTable> assigned = [];
    private readonly Dictionary<TableName, List<(string Column, LabelSource Source)>> labels = [];

    private IdAssignment(DatabaseCatalog catalog) => this.catalog = catalog;

    /// <summary>The tables with labels for ids, each after those that its natural key needs.</summary>
    public ImmutableArray<AssignedTable> Tables { get; private set; } = [];

    /// <exception cref="SnapshotSeedException">A table has no natural key, or one that needs itself.</exception>
    public static IdAssignment Of(FittedSnapshot snapshot, DatabaseCatalog catalog, RulesByTable rules)
    {
        var assignment = new IdAssignment(catalog);
        var tables = snapshot.Names.Select(catalog.Find).OfType<Table>().ToList();
        if (tables.TrueForAll(table => !rules[table.Name].AssignsIds))
            return assignment;
        assignment.Assign(tables, snapshot, rules);
        foreach (var table in tables)
            assignment.labels[table.Name] = assignment.LabelsOf(table);
        assignment.Tables = [.. assignment.InOrder()];
        return assignment;
    }

    public RulesByTable WithNaturalKeys(RulesByTable rules) =>
        Tables.Aggregate(
            rules,
            (all, table) => all.With(table.Table.Name, all[table.Table.Name] with { Key = table.Key })
        );

    /// <summary>Columns with labels are not converted, whatever type they have or had.</summary>
    public FittedTable WithLabels(FittedTable fitted)
    {
        foreach (var sources in LabelsIn(fitted.File.Name).GroupBy(label => label.Column, label => label.Source))
            fitted = fitted.With(sources.Key, _ => new() { Labels = [.. sources] });
        return assigned.TryGetValue(fitted.File.Name, out var own)
            ? fitted.With(own.Id, _ => new() { IsId = true })
            : fitted;
    }

    /// <summary>The tables with those whose labels they hold, directly or by way of others.</summary>
    public HashSet<TableName> Needed(IEnumerable<TableName> tables)
    {
        var needed = tables.ToHashSet();
        var before = -1;
        while (before < needed.Count)
        {
            before = needed.Count;
            needed.UnionWith(needed.SelectMany(LabelsIn).Select(label => label.Source.Table).ToList());
        }

        return needed;
    }

    /// <summary>The column that the database fills: of the primary key, else the first with its own key.</summary>
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

    public static bool HasNaturalKey(Table table, string id) =>
        NaturalKey(table, id, LoadingRule.Default, file: null) is not null;

    private static bool IsGenerated(Table table, Column column) =>
        column.Identity != IdentityKind.None
        || table.Sequences.Any(sequence => sequence.Column == column.Name)
        || column is { HasDefault: true, BareType: "pg_catalog.\"uuid\"" };

    /// <summary>
    /// The key that a user names, else a unique key without the id: one that tells all rows of the file apart, or the first
    /// with NULLs that count as equal, so that a row with NULL is found again.
    /// </summary>
    public static UniqueKey? NaturalKey(Table table, string id, LoadingRule rule, TsvContent? file)
    {
        if (rule.Key is { } named)
            return named.Columns.Contains(id) ? null : named;
        var keys = table
            .Keys.Where(key =>
                !key.Columns.Contains(id) && key.Columns.All(column => file?.Columns.Contains(column) ?? true)
            )
            .ToList();
        return keys.Find(key => key.NullsAreEqual || !table.HasNullable(key))
            ?? keys.Find(key => file?.GivesAll(key) == true)
            ?? keys.FirstOrDefault()?.WithEqualNulls();
    }

    private List<(string Column, LabelSource Source)> LabelsIn(TableName table) =>
        labels.GetValueOrDefault(table) ?? [];

    private void Assign(List<Table> tables, FittedSnapshot snapshot, RulesByTable rules)
    {
        var files = snapshot.Tables.ToDictionary(fitted => fitted.File.Name, fitted => fitted.File.Content);
        var problems = new List<RowProblem>();
        foreach (var table in tables.Where(table => rules[table.Name].AssignsIds))
        {
            if (GeneratedId(table) is not { } id)
                continue;
            if (NaturalKey(table, id, rules[table.Name], files.GetValueOrDefault(table.Name)) is { } key)
                assigned.Add(table.Name, new(table, id, key));
            else
                problems.Add(new(RowProblemKind.NoNaturalKey, table.Name) { Columns = [id] });
        }

        if (problems.Count > 0)
            throw Refused(problems);
    }

    private List<(string Column, LabelSource Source)> LabelsOf(Table table) =>
        [
            .. table
                .StoredColumns.SelectMany(column => LabelsOf(table, column.Name, []))
                .Where(label =>
                    label.Source.Table != table.Name || label.Column != assigned.GetValueOrDefault(table.Name)?.Id
                )
                .Distinct(),
        ];

    /// <summary>What a column references is an assigned id, or another column that holds labels.</summary>
    private IEnumerable<(string Column, LabelSource Source)> LabelsOf(
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
                yield return (column, new(key.ReferencedTable, key.Where));
            else if (catalog.Find(key.ReferencedTable) is { } other)
            {
                foreach (var (_, source) in LabelsOf(other, referenced, seen))
                    yield return (column, source with { Where = key.Where ?? source.Where });
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
                !LabelsIn(found.Table.Name)
                    .Exists(label => open.Exists(other => other.Table.Name == label.Source.Table))
            );
            var taken = whole.Count > 0 ? whole : next;
            order.AddRange(
                taken.Select(found =>
                    found with
                    {
                        IsReferenced = IsReferenced(found.Table.Name),
                        ComesAfterAllLabels = whole.Count > 0,
                    }
                )
            );
            open.RemoveAll(taken.Contains);
        }

        return order;
    }

    private bool IsReferenced(TableName table) =>
        labels.Values.Any(list => list.Exists(label => label.Source.Table == table));

    private IEnumerable<TableName> NeededBy(AssignedTable found) =>
        LabelsIn(found.Table.Name)
            .Where(label => found.Key.Columns.Contains(label.Column))
            .Select(label => label.Source.Table);

    private static SnapshotSeedException Refused(IReadOnlyCollection<RowProblem> problems) =>
        SnapshotSeedException.ForRows(
            "ids cannot be assigned",
            problems,
            $"Name a key without the id with {Setting.TableKeys}, or keep the ids of these tables with {Setting.Ids.As("keep")}."
        );
}
