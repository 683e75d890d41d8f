using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Rows;

/// <summary>
/// When each table of a sample is filled and read: one that is full at once, others as soon as the tables of earlier steps that they
/// reference have been read. Pure.
/// </summary>
internal sealed class ReadingSchedule
{
    private List<SampleRule> open = [];
    private readonly Dictionary<TableName, List<TableName>> awaited = [];
    private readonly Dictionary<TableName, int> order = [];
    private readonly Dictionary<TableName, double> way = [];
    private readonly HashSet<TableName> complete = [];

    /// <param name="sample">As it was chosen.</param>
    public ReadingSchedule(Sample sample)
    {
        foreach (var step in sample.Plan.Steps.OfType<FillRows>())
        {
            var before = order.Keys.ToHashSet();
            foreach (var component in step.Components)
            {
                var grows = component.Tables.Any(table => sample.IsShort(step.Rules[table]));
                var referenced = component
                    .Tables.SelectMany(sample.Graph.ReferencesOf)
                    .Select(key => key.ReferencedTable)
                    .Where(table => grows && before.Contains(table))
                    .Distinct()
                    .ToList();
                foreach (var table in component.Tables)
                {
                    order.Add(table, order.Count);
                    open.Add(step.Rules[table]);
                    awaited.Add(table, referenced);
                }
            }
        }

        foreach (var rule in Enumerable.Reverse(open))
        {
            var table = sample.Table(rule.Table);
            var sum = way.GetValueOrDefault(rule.Table) + Pages(table, rule.Expected(table));
            way[rule.Table] = sum;
            foreach (var referenced in awaited[rule.Table])
                way[referenced] = Math.Max(way.GetValueOrDefault(referenced), sum);
        }
    }

    /// <summary>Takes the tables that can be filled and read by now.</summary>
    public List<SampleRule> TakeReady()
    {
        var ready = open.ToLookup(rule => awaited[rule.Table].TrueForAll(complete.Contains));
        open = [.. ready[false]];
        return [.. ready[true]];
    }

    /// <summary>Says that a table has been read.</summary>
    public void Complete(TableName table) => complete.Add(table);

    /// <summary>Its place in the order of the steps.</summary>
    public int Place(TableName table) => order[table];

    /// <summary>About how many pages are read until it and what waits for it are complete, one table after the other.</summary>
    public double Way(TableName table) => way[table];

    /// <summary>About how many pages its rows fill.</summary>
    private static double Pages(Table table, long rows) =>
        table is { Pages: { } pages, EstimatedRows: > 0 and { } all } ? (double)rows * pages / all : rows;
}
