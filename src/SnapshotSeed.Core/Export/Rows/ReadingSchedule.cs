using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Rows;

internal sealed class ReadingSchedule
{
    private readonly Sample sample;
    private readonly Dictionary<TableName, int> places = [];
    private readonly Dictionary<TableName, double> pages = [];
    private readonly Dictionary<TableName, ReadRows> steps = [];
    private readonly Dictionary<ReadRows, int> unread = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TableName> read = [];
    private readonly HashSet<TableName> unfilled;
    private List<ScheduledStep> open;

    public ReadingSchedule(IEnumerable<ScheduledStep> steps, Sample sample)
    {
        (open, this.sample) = ([.. steps], sample);
        unfilled = [.. open.OfType<FillRows>().SelectMany(step => step.Tables)];
        foreach (var step in open.OfType<ReadRows>())
        {
            unread.Add(step, step.Rules.Length);
            foreach (var table in step.Tables)
            {
                places.Add(table, places.Count);
                this.steps.Add(table, step);
            }
        }

        foreach (var step in Enumerable.Reverse(open))
        {
            foreach (var rule in step.Rules)
            {
                var sum = pages.GetValueOrDefault(rule.Table);
                pages[rule.Table] = step is ReadRows ? sum + Pages(rule) : sum;
            }

            foreach (var parent in WaitsFor(step))
                pages[parent] = Math.Max(pages.GetValueOrDefault(parent), step.Tables.Max(table => pages[table]));
        }
    }

    /// <param name="inOrder">Whether no step may begin before an earlier one.</param>
    public List<ScheduledStep> TakeReady(bool inOrder)
    {
        List<ScheduledStep> ready = [.. inOrder ? open.TakeWhile(IsReady) : open.Where(IsReady)];
        open = [.. open.Except(ready)];
        return ready;
    }

    public void EndFill(FillRows step) => unfilled.ExceptWith(step.Tables);

    /// <returns>The step that ended with this table; null if it has others to read.</returns>
    public ReadRows? EndRead(TableName table)
    {
        read.Add(table);
        var step = steps[table];
        return --unread[step] == 0 ? step : null;
    }

    public int Place(TableName table) => places[table];

    /// <summary>About how many pages are read until a table and all that wait for it are read.</summary>
    public double PagesToTheEnd(TableName table) => pages[table];

    private bool IsReady(ScheduledStep step) =>
        WaitsFor(step).All(read.Contains) && (step is FillRows || !step.Tables.Any(unfilled.Contains));

    private IEnumerable<TableName> WaitsFor(ScheduledStep step) =>
        step.Rules.Any(sample.IsBelowLimit) ? step.After : [];

    private double Pages(SampleRule rule)
    {
        var table = sample.Table(rule.Table);
        var rows = rule.Expected(table);
        return table is { Pages: { } all, EstimatedRows: > 0 and { } estimated }
            ? (double)rows * all / estimated
            : rows;
    }
}
