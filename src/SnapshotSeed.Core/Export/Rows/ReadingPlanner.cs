using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Rows;

/// <summary>One statement fills and reads a table that can grow: a fifth less work for the server.</summary>
internal sealed class ReadingPlanner(Sample sample, EligibleRows eligible)
{
    private readonly HashSet<TableName> filledApart =
    [
        .. sample.Plan.Steps.OfType<FillRows>().SelectMany(step => step.Tables),
    ];

    // The columns that single-column keys of other tables reference.
    private readonly ILookup<TableName, string> referenced = sample
        .Plan.Tables.SelectMany(table => sample.KeysBeyond(table.Name))
        .Where(KeyValues.Suffice)
        .ToLookup(key => key.ReferencedTable, key => key.ReferencedColumns[0]);

    public TableReading Of(SampleRule rule)
    {
        var table = sample.Table(rule.Table);
        if (!filledApart.Contains(rule.Table) && sample.IsBelowLimit(rule) && eligible.Additions(table) is { } filter)
            return Of(table, Suspects(table)) with { Completion = new Completion(rule.Limit, filter) };
        return Of(table, sample[rule.Table].IsWholeTable ? Suspects(table) : []);
    }

    private TableReading Of(Table table, IEnumerable<SuspectKey> suspects)
    {
        var keys = table
            .StoredColumns.Where(KeyValues.CanHold)
            .Where(column => referenced[table.Name].Contains(column.Name));
        return new(table, sample[table.Name], sample.Orders(table.Name), SelectedColumns.Of(table, keys, suspects));
    }

    /// <summary>Into whole tables: no condition asks for the parent row, so the rows tell whether it exists.</summary>
    private IEnumerable<SuspectKey> Suspects(Table table) =>
        from key in sample.Graph.ReferencesOf(table.Name)
        let chosen = sample[key.ReferencedTable]
        where chosen.IsWholeTable
        let all = KeyValues.For(key, chosen)
        where all is not null
        select new SuspectKey(key, key.Dangles(table, all));
}
