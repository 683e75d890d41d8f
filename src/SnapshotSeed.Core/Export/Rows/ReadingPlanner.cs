using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Rows;

/// <summary>Decides how the samples of tables are read. Pure.</summary>
internal sealed class ReadingPlanner(Sample sample, EligibleRows eligibility)
{
    // The columns that other tables' keys reference one by one.
    private readonly ILookup<TableName, string> referenced = sample
        .Plan.Tables.SelectMany(table => sample.KeysBeyond(table.Name))
        .Where(KeyValues.Suffice)
        .ToLookup(key => key.ReferencedTable, key => key.ReferencedColumns[0]);

    /// <summary>
    /// Whether a sample can be completed as it is read. Not within a cycle, which grows in rounds; nor where places may
    /// be ambiguous, which shows only when more rows are read than were chosen; nor where rows come in another order
    /// than they are chosen in.
    /// </summary>
    public bool CanComplete(TableName table) =>
        !sample.Graph.ComponentOf(table).IsCycle
        && sample.Table(table).ForeignPartitions.IsEmpty
        && sample.Orders(table).AreOne;

    /// <summary>Reads the rows that are chosen, with more of them on the way where that can be.</summary>
    public TableReading Of(SampleRule rule)
    {
        var table = sample.Table(rule.Table);
        if (!CanComplete(rule.Table) || !sample.IsShort(rule) || !eligibility.IsPossible(table))
            return Of(table, sample[rule.Table].IsWholeTable ? Suspects(table) : []);
        return Of(table, Suspects(table)) with { Completion = new Completion(rule.Limit, eligibility.Filter(table)) };
    }

    private TableReading Of(Table table, IEnumerable<SuspectKey> suspects)
    {
        var keys = table
            .StoredColumns.Where(KeyValues.CanHold)
            .Where(column => referenced[table.Name].Contains(column.Name));
        return new(table, sample[table.Name], sample.Orders(table.Name), SelectedColumns.Of(table, keys, suspects));
    }

    /// <summary>
    /// The keys by which nobody asks whether a row references a chosen one, since they are all chosen.
    /// </summary>
    private IEnumerable<SuspectKey> Suspects(Table table) =>
        from key in sample.Graph.ReferencesOf(table.Name)
        let chosen = sample[key.ReferencedTable]
        where chosen.IsWholeTable
        let all = KeyValues.For(key, chosen)
        where all is not null
        select new SuspectKey(key, key.Dangles(table, all));
}
