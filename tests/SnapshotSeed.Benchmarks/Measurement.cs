namespace SnapshotSeed.Benchmarks;

/// <summary>The runs of one thing.</summary>
internal sealed class Measurement
{
    private readonly List<ProgramRun> runs = [];

    public TimeSpan Median
    {
        get
        {
            var sorted = runs.Select(run => run.Elapsed).Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    public TimeSpan Min => runs.Min(run => run.Elapsed);

    public long PeakMemory => runs.Max(run => run.PeakMemory);

    public void Add(ProgramRun run) => runs.Add(run);
}
