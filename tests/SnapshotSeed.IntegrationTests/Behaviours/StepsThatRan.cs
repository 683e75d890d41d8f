using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Records the steps of an export as they run, and the tables as they are written.</summary>
internal sealed class StepsThatRan : IProgress<StepProgress>, IProgress<SnapshotProgress>
{
    private readonly List<object> events = [];

    public void Report(StepProgress value) => Add(value);

    public void Report(SnapshotProgress value) => Add(value.Name);

    /// <summary>
    /// Every printed step ran once, and no other: on one session in the printed order, on two in an order that the plan
    /// allows.
    /// </summary>
    /// <param name="printed">The plan, made apart from the export.</param>
    /// <param name="result">The export.</param>
    /// <param name="areInOrder">Whether there was one session.</param>
    public void AssertAre(ExportPlan printed, ExportResult result, bool areInOrder)
    {
        var lines = printed.Steps.Select(step => step.ToString()!).ToList();
        var begun = Of(hasEnded: false);
        Assert.Equal(lines.Order(), begun.ConvertAll(step => step.ToString()!).Order());
        Assert.Equal(lines.Order(), Of(hasEnded: true).ConvertAll(step => step.ToString()!).Order());
        if (areInOrder)
            Assert.Equal(lines, begun.ConvertAll(step => step.ToString()!));

        // Steps before the last ones run one after the other.
        var single = printed.Steps.Count(step => step is not ScheduledStep);
        Assert.Equal(lines[..single], begun[..single].ConvertAll(step => step.ToString()!));
        Assert.All(
            Enumerable.Range(0, single),
            i => Assert.Equal(new StepProgress(begun[i], HasEnded: true), events[(2 * i) + 1])
        );
        foreach (var step in begun.OfType<ScheduledStep>())
            AssertMayBegin(step, result.Tables.ToDictionary(table => table.Name));
    }

    /// <summary>What a step waits for is done when it begins.</summary>
    private void AssertMayBegin(ScheduledStep step, Dictionary<TableName, ExportedTable> tables)
    {
        var before = events[..events.IndexOf(new StepProgress(step, HasEnded: false))];
        foreach (
            var fill in Of(hasEnded: true).OfType<FillRows>().Where(fill => step is ReadRows && Overlap(fill, step))
        )
            Assert.Contains(new StepProgress(fill, HasEnded: true), before);

        // A table that ended below its limit, with more rows in the source, was below it when the step began.
        var wasBelow = step.Rules.Any(rule => tables[rule.Table].Rows < Math.Min(rule.Limit, tables[rule.Table].Asked));
        if (wasBelow)
            Assert.All(step.After, table => Assert.Contains(table, before));
        Assert.All(step is ReadRows ? step.Tables : [], table => Assert.DoesNotContain(table, before));
    }

    private List<ExportStep> Of(bool hasEnded) =>
        [.. events.OfType<StepProgress>().Where(one => one.HasEnded == hasEnded).Select(one => one.Step)];

    private static bool Overlap(ScheduledStep fill, ScheduledStep read) => fill.Tables.Intersect(read.Tables).Any();

    private void Add(object value)
    {
        lock (events)
            events.Add(value);
    }
}
