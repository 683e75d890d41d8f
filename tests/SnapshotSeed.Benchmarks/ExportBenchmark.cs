using System.Collections.Immutable;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// Exports against psql scripts, and a large database against a small one. Leaves the snapshots for the imports.
/// </summary>
internal sealed class ExportBenchmark(
    Programs programs,
    Workspace workspace,
    ImmutableArray<Source> sources,
    Report report
)
{
    public async Task RunAsync(Sample sample, CancellationToken cancellationToken)
    {
        var results = sources.ToDictionary(source => source, _ => new Comparison());
        var variants = new List<Func<bool, Task>>();
        foreach (var source in sources)
        {
            var folder = workspace.Snapshot(source, sample.Limit);
            var script = await ScriptAsync(
                source,
                sample,
                workspace.Empty(PsqlFolder(source, sample)),
                cancellationToken
            );
            variants.Add(async counts =>
                Add(
                    results[source].Ours,
                    await programs.ExportAsync(source.Url, folder, sample.Limit, cancellationToken),
                    counts
                )
            );
            variants.Add(async counts =>
                Add(results[source].Psql, await programs.PsqlAsync(source.Url, script, cancellationToken), counts)
            );
        }

        await Rounds.RunAsync(sample, variants);
        foreach (var source in sources)
        {
            var what = $"{source.Title}: export {sample.Limit} rows a table";
            if (sample == Sample.Small)
            {
                var fullness = await FullnessAsync(source, sample, cancellationToken);
                report.Compare(what, results[source], BenchmarkBounds.SmallExport(source), fullness);
            }
            else
            {
                report.Compare(what, results[source], BenchmarkBounds.LargeExport);
                report.Memory($"{what}, peak memory", results[source].Ours.PeakMemory);
            }

            report.Note($"{what}: {Extent(source, sample)}");
        }

        var galleries = sources.Where(source => source.Kind == FixtureKind.Gallery).ToList();
        if (sample == Sample.Small && galleries.Count > 1)
            report.Growth(
                $"export {sample.Limit} rows a table, {galleries[^1].Title} to {galleries[0].Title}",
                results[galleries[^1]].Ours,
                results[galleries[0]].Ours,
                BenchmarkBounds.Growth
            );
    }

    // A run of its own, so that printing is not measured.
    private async Task<FillRate> FullnessAsync(Source source, Sample sample, CancellationToken cancellationToken)
    {
        var run = await programs.ExportAsync(
            source.Url,
            workspace.Empty("full"),
            sample.Limit,
            cancellationToken,
            "--json"
        );
        return FillRate.Of(run.Output, sample.Limit);
    }

    // The names, keys and references of the tables come from a manifest.
    private async Task<string> ScriptAsync(
        Source source,
        Sample sample,
        string folder,
        CancellationToken cancellationToken
    )
    {
        var known = workspace.Empty($"known-{source.Name}");
        await programs.ExportAsync(source.Url, known, 1, cancellationToken);
        var tables = PsqlSnapshot.Read(known);
        return sample == Sample.Small
            ? PsqlScripts.FirstRows(tables, sample.Limit, folder)
            : PsqlScripts.ParentsFirst(tables, sample.Limit, folder);
    }

    // That both sides wrote about as much: they choose differently, so it is never the same.
    private string Extent(Source source, Sample sample)
    {
        var ours = PsqlSnapshot.Read(workspace.Snapshot(source, sample.Limit));
        var empty = ours.Tables.Where(table => table.Rows == 0).Select(table => table.SqlName).ToList();
        if (empty.Count > 0)
            throw new BenchmarkException($"the export of {source.Title} has no rows of {string.Join(", ", empty)}");
        return FormattableString.Invariant(
            $"{ours.Rows} rows, {MegaBytes(ours.Path):0.0} MB; psql's files have {MegaBytes(workspace.Folder(PsqlFolder(source, sample))):0.0} MB"
        );
    }

    private static string PsqlFolder(Source source, Sample sample) => $"psql-{source.Name}-{sample.Limit}";

    private static double MegaBytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*.tsv").Sum(file => file.Length) / 1e6;

    private static void Add(Measurement measurement, ProgramRun run, bool counts)
    {
        if (counts)
            measurement.Add(run);
    }
}
