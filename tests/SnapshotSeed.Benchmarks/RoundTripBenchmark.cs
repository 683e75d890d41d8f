using System.Collections.Immutable;

namespace SnapshotSeed.Benchmarks;

/// <summary>How often a program waits for an answer: what an export costs when the server is far away.</summary>
internal sealed class RoundTripBenchmark(
    Programs programs,
    Workspace workspace,
    ImmutableArray<Source> sources,
    Report report
)
{
    // What is sent in several pieces counts more than once where the server answers the first of them meanwhile; hardly
    // ever each time.
    private const int Runs = 3;

    public async Task RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            var snapshot = PsqlSnapshot.Read(workspace.Snapshot(source, sample.Limit));
            var script = PsqlScripts.FirstRows(snapshot, sample.Limit, workspace.Empty("psql-counted"));
            var ours = await CountAsync(
                source,
                url => programs.ExportAsync(url, workspace.Empty("counted"), sample.Limit, cancellationToken)
            );
            var psql = await CountAsync(source, url => programs.PsqlAsync(url, script, cancellationToken));
            report.Count(
                $"{source.Title}: export {sample.Limit} rows a table, round trips",
                ours,
                psql,
                BenchmarkBounds.RoundTrips(ReferenceDepth.Of(snapshot))
            );
        }
    }

    private static async Task<int> CountAsync(Source source, Func<string, Task> run)
    {
        var counts = new List<int>();
        for (var i = 0; i < Runs; i++)
        {
            await using var counter = RoundTripCounter.Before(new Uri(source.Url));
            await run(counter.Url);
            counts.Add(counter.RoundTrips);
        }

        return counts.Min();
    }
}
