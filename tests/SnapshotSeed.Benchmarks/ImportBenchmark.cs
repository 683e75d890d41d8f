using System.Globalization;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// Imports against a psql script that stages and inserts: into empty tables, and again when everything is there.
/// </summary>
internal sealed class ImportBenchmark(
    Programs programs,
    Workspace workspace,
    BenchmarkDatabases databases,
    Report report
)
{
    public async Task RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        foreach (var source in databases.Galleries)
        {
            var snapshot = PsqlSnapshot.Read(workspace.Snapshot(source, sample.Limit));
            var script = PsqlScripts.Import(snapshot);
            var (first, again) = (new Comparison(), new Comparison());
            Dictionary<string, (long Rows, string Sum)>? expected = null;

            async Task ImportTwiceAsync(
                Func<string, Task<ProgramRun>> import,
                Func<Comparison, Measurement> side,
                bool counts
            )
            {
                var target = await databases.CreateTargetAsync(cancellationToken);
                foreach (var measurement in new[] { side(first), side(again) })
                {
                    var run = await import(target.Url);
                    if (counts)
                        measurement.Add(run);
                    Check(snapshot, ref expected, await target.ContentAsync(snapshot, cancellationToken));
                }
            }

            await Rounds.RunAsync(
                sample,
                [
                    counts =>
                        ImportTwiceAsync(
                            url => programs.ImportAsync(url, snapshot.Path, cancellationToken),
                            comparison => comparison.Ours,
                            counts
                        ),
                    counts =>
                        ImportTwiceAsync(
                            url => programs.PsqlAsync(url, script, cancellationToken),
                            comparison => comparison.Psql,
                            counts
                        ),
                ]
            );

            var what = string.Create(
                CultureInfo.InvariantCulture,
                $"{source.Title}: import {sample.Limit} rows a table"
            );
            report.Compare(
                what,
                first,
                sample == Sample.Small ? BenchmarkBounds.SmallImport : BenchmarkBounds.LargeImport
            );
            report.Compare(
                $"{what}, all skipped",
                again,
                sample == Sample.Small ? BenchmarkBounds.SmallImportAgain : BenchmarkBounds.LargeImportAgain
            );
            if (sample == Sample.Large)
                report.Memory($"{what}, peak memory", Math.Max(first.Ours.PeakMemory, again.Ours.PeakMemory));
        }
    }

    // Both sides, each time, leave the same rows: no speed is bought by doing less.
    private static void Check(
        PsqlSnapshot snapshot,
        ref Dictionary<string, (long Rows, string Sum)>? expected,
        Dictionary<string, (long Rows, string Sum)> actual
    )
    {
        expected ??= actual;
        foreach (var table in snapshot.Tables)
        {
            if (actual[table.SqlName] != expected[table.SqlName])
                throw new BenchmarkException($"{table.SqlName}: two imports of {snapshot.Path} left different rows");
        }
    }
}
