using System.Collections.Immutable;
using System.Diagnostics;
using SnapshotSeed.Demo;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Benchmarks;

/// <summary>A throwaway server with the demo data at every scale, and its empty schema to clone targets from.</summary>
internal sealed class BenchmarkDatabases : IAsyncDisposable
{
    private const string Fixture = "fixtures/gallery";
    private const string EmptySchema = "empty";

    // The tool writes only into databases that are called so.
    private const string TargetName = "bench_test";

    private readonly ThrowawayPostgres server;

    private BenchmarkDatabases(ThrowawayPostgres server, ImmutableArray<Source> sources)
    {
        this.server = server;
        Sources = sources;
    }

    public PostgresBinaries Binaries => server.Binaries;

    public ImmutableArray<Source> Sources { get; }

    public static async Task<BenchmarkDatabases> StartAsync(
        IEnumerable<BenchmarkScale> scales,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(Fixture))
            throw new BenchmarkException($"{Fixture} does not exist: run this from the root of the repository");

        // A vacuum in the middle of a round would be measured with it, on whichever side it happens.
        var settings = ImmutableDictionary<string, string>.Empty.Add("autovacuum", "off");
        var server = await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions { PreferMemory = false, Settings = settings },
            cancellationToken
        );
        try
        {
            await server.CreateDatabaseAsync(EmptySchema, cancellationToken);
            var schema = new Gallery(Fixture, "0");
            await schema.RunAsync(server, EmptySchema, schema.Schema, cancellationToken);
            var sources = ImmutableArray.CreateBuilder<Source>();
            foreach (var scale in scales)
                sources.Add(
                    new Source(scale.Scale, scale.Url ?? await LoadAsync(server, scale.Scale, cancellationToken))
                );
            return new BenchmarkDatabases(server, sources.ToImmutable());
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A fresh, empty target. There is one at a time.</summary>
    public async Task<Target> CreateTargetAsync(CancellationToken cancellationToken)
    {
        await server.DropDatabaseAsync(TargetName, cancellationToken);
        await server.CloneAsync(EmptySchema, TargetName, cancellationToken);
        return new Target(server.Url(TargetName), server.ConnectionString(TargetName) + ";Pooling=false");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task<string> LoadAsync(
        ThrowawayPostgres server,
        string scale,
        CancellationToken cancellationToken
    )
    {
        var gallery = new Gallery(Fixture, scale);
        var database = $"demo_{scale}";
        var waited = Stopwatch.StartNew();
        await Console.Error.WriteAsync($"Loading the demo data at scale {scale}");
        await server.CloneAsync(EmptySchema, database, cancellationToken);
        await gallery.RunAsync(server, database, gallery.Data, cancellationToken);
        await Gallery.ExecuteAsync(server, database, "VACUUM ANALYZE", cancellationToken);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($": {waited.Elapsed.TotalSeconds:0} s"));
        return server.Url(database);
    }
}
