using System.Diagnostics;
using Npgsql;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// The library within a running process: an import against psql's script, and seeded clones against bare copies of the same
/// template, on a server as suites start it.
/// </summary>
internal sealed class LibraryBenchmark(
    Programs programs,
    Workspace workspace,
    BenchmarkDatabases databases,
    Report report
)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var source = databases.Galleries[0];
        var snapshot = PsqlSnapshot.Read(workspace.Snapshot(source, Sample.Small.Limit));
        await ImportAsync(source, snapshot, cancellationToken);
        await CloneAsync(source, snapshot, cancellationToken);
    }

    private async Task ImportAsync(Source source, PsqlSnapshot snapshot, CancellationToken cancellationToken)
    {
        var script = PsqlScripts.Import(snapshot);
        var comparison = new Comparison();
        await Rounds.RunAsync(
            Sample.Small,
            [
                async counts =>
                {
                    var target = await databases.CreateTargetAsync(cancellationToken);
                    await using var data = NpgsqlDataSource.Create(target.ConnectionString);
                    await MeasureAsync(
                        counts ? comparison.Ours : null,
                        () => SnapshotImporter.ImportAsync(data, snapshot.Path, cancellationToken: cancellationToken)
                    );
                },
                async counts =>
                {
                    var target = await databases.CreateTargetAsync(cancellationToken);
                    var run = await programs.PsqlAsync(target.Url, script, cancellationToken);
                    if (counts)
                        comparison.Psql.Add(run);
                },
            ]
        );
        report.Compare(
            $"{source.Title}: import 100 rows a table, in a running process",
            comparison,
            BenchmarkBounds.LibraryImport
        );
    }

    private async Task CloneAsync(Source source, PsqlSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var server = await ThrowawayPostgres.StartAsync(cancellationToken: cancellationToken);
        await using var seeded = SeededDatabases
            .On(server)
            .WithSchema(BenchmarkDatabases.CreateGalleryAsync, "benchmark")
            .WithSnapshot(snapshot.Path);
        await using var administration = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
        await (await seeded.CloneAsync(cancellationToken)).DisposeAsync();
        await using var find = administration.CreateCommand(
            "SELECT datname FROM pg_database WHERE datistemplate AND NOT datallowconn AND datname LIKE 'seed_test_%'"
        );
        var template = (string)(await find.ExecuteScalarAsync(cancellationToken))!;
        var (comparison, drop) = (new Comparison(), new Measurement());
        await Rounds.RunAsync(
            Sample.Small,
            [
                async counts =>
                {
                    SeededDatabase? clone = null;
                    await MeasureAsync(
                        counts ? comparison.Ours : null,
                        async () => clone = await seeded.CloneAsync(cancellationToken)
                    );
                    await using var held = await clone!.DataSource.OpenConnectionAsync(cancellationToken);
                    await using var pooled = new NpgsqlConnection(clone.ConnectionString);
                    await pooled.OpenAsync(cancellationToken);
                    await MeasureAsync(counts ? drop : null, async () => await clone.DisposeAsync());
                },
                async counts =>
                {
                    await using var create = administration.CreateCommand(
                        $"CREATE DATABASE bare_test TEMPLATE {template}"
                    );
                    await MeasureAsync(
                        counts ? comparison.Psql : null,
                        () => create.ExecuteNonQueryAsync(cancellationToken)
                    );
                    await using var drop = administration.CreateCommand("DROP DATABASE bare_test WITH (FORCE)");
                    await drop.ExecuteNonQueryAsync(cancellationToken);
                },
            ]
        );
        report.Compare(
            $"{source.Title}: a seeded clone, to a bare copy of the template",
            comparison,
            BenchmarkBounds.Clone
        );
        report.Time($"{source.Title}: such a clone dropped while connections hold it", drop, BenchmarkBounds.Drop);
        await ResetAsync(source, seeded, cancellationToken);
    }

    private async Task ResetAsync(Source source, SeededDatabases seeded, CancellationToken cancellationToken)
    {
        await using var shared = await seeded.ShareAsync(cancellationToken);
        var reset = new Measurement();
        await Rounds.RunAsync(
            Sample.Small,
            [
                async counts =>
                {
                    await using var change = shared.DataSource.CreateCommand("UPDATE users SET credit = credit + 1");
                    await change.ExecuteNonQueryAsync(cancellationToken);
                    await MeasureAsync(counts ? reset : null, () => shared.ResetAsync(cancellationToken));
                },
            ]
        );
        report.Time($"{source.Title}: a shared database reset after a change of users", reset, BenchmarkBounds.Reset);
    }

    private static async Task MeasureAsync(Measurement? measurement, Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        measurement?.Add(new ProgramRun(watch.Elapsed, 0, ""));
    }
}
