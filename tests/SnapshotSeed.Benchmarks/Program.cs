using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Benchmarks;
using SnapshotSeed.Testing;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

try
{
    var scales =
        args.Length > 0
            ? args.Select(BenchmarkScale.Parse).ToList()
            : [new BenchmarkScale("0.01"), new BenchmarkScale("1")];
    using var workspace = new Workspace();
    await using var databases = await BenchmarkDatabases.StartAsync(scales, stop.Token);
    var programs = new Programs(databases.Binaries, workspace);
    var report = new Report(Console.Out);

    // Rounds of their own: what another database reads takes the server's memory from this one's pages.
    ImmutableArray<Source> all = [.. databases.Galleries, .. databases.Platforms];
    await new ExportBenchmark(programs, workspace, databases.Galleries, report).RunAsync(Sample.Small, stop.Token);
    await new ExportBenchmark(programs, workspace, databases.Platforms, report).RunAsync(Sample.Small, stop.Token);
    await new RoundTripBenchmark(programs, workspace, all, report).RunAsync(Sample.Small, stop.Token);
    await new ExportBenchmark(programs, workspace, databases.Galleries, report).RunAsync(Sample.Large, stop.Token);

    var imports = new ImportBenchmark(programs, workspace, databases, report);
    await imports.RunAsync(Sample.Small, stop.Token);
    await imports.RunAsync(Sample.Large, stop.Token);
    await new AssignmentBenchmark(programs, workspace, databases, report).RunAsync(stop.Token);
    await new LibraryBenchmark(programs, workspace, databases, report).RunAsync(stop.Token);
    report.Note(MemoryPages.Describe());
    report.Write();
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (Exception exception)
    when (exception
            is BenchmarkException
                or PostgresNotFoundException
                or PostgresStartException
                or SqlScriptException
                or NpgsqlException
    )
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}");
    return 1;
}
