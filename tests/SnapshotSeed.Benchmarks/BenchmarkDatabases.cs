using System.Collections.Immutable;
using System.Diagnostics;
using Npgsql;
using SnapshotSeed.Demo;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Benchmarks;

/// <summary>
/// A throwaway server with both fixtures at every scale, and the gallery's empty schema to clone targets from.
/// </summary>
internal sealed class BenchmarkDatabases : IAsyncDisposable
{
    private const string EmptyGallery = "empty";

    // The tool writes only into databases that are called so.
    private const string TargetName = "bench_test";

    private readonly ThrowawayPostgres server;

    private BenchmarkDatabases(ThrowawayPostgres server) => this.server = server;

    public PostgresBinaries Binaries => server.Binaries;

    /// <summary>Makes the empty gallery in a database.</summary>
    public static Task CreateGalleryAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        SqlScript.RunAsync(connection, "fixtures/gallery/schema.sql", cancellationToken: cancellationToken);

    /// <summary>The demo data. What is exported of it can be imported into targets.</summary>
    public ImmutableArray<Source> Galleries { get; private init; }

    /// <summary>Data whose references are random and often without an index.</summary>
    public ImmutableArray<Source> Platforms { get; private init; }

    public static async Task<BenchmarkDatabases> StartAsync(
        IReadOnlyCollection<BenchmarkScale> scales,
        CancellationToken cancellationToken
    )
    {
        // A vacuum in the middle of a round would be measured with it, on whichever side it happens.
        var settings = ImmutableDictionary<string, string>.Empty.Add("autovacuum", "off");
        var server = await ThrowawayPostgres.StartAsync(
            new ThrowawayPostgresOptions { PreferMemory = false, Settings = settings },
            cancellationToken
        );
        try
        {
            await CreateAsync(server, Gallery("0"), EmptyGallery, cancellationToken);
            var (galleries, platforms) = (new List<Source>(), new List<Source>());
            foreach (var (scale, url) in scales)
            {
                var gallery = url ?? await LoadAsync(server, Gallery(scale), cancellationToken);
                galleries.Add(new Source(FixtureKind.Gallery, scale, gallery));
                var platform = await LoadAsync(server, Platform(scale), cancellationToken);
                platforms.Add(new Source(FixtureKind.Platform, scale, platform));
            }

            return new BenchmarkDatabases(server) { Galleries = [.. galleries], Platforms = [.. platforms] };
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
        await server.CloneAsync(EmptyGallery, TargetName, cancellationToken);
        return TargetAt();
    }

    /// <summary>The same of another schema.</summary>
    public async Task<Target> CreateTargetAsync(string schema, CancellationToken cancellationToken)
    {
        await server.DropDatabaseAsync(TargetName, cancellationToken);
        await server.CreateDatabaseAsync(TargetName, cancellationToken);
        await Fixture.ExecuteAsync(server, TargetName, schema, cancellationToken);
        return TargetAt();
    }

    private Target TargetAt() => new(server.Url(TargetName), server.ConnectionString(TargetName) + ";Pooling=false");

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static Fixture Gallery(string scale) => new("fixtures/gallery", scale);

    private static Fixture Platform(string scale) => new("fixtures/platform", scale);

    private static async Task<string> LoadAsync(
        ThrowawayPostgres server,
        Fixture fixture,
        CancellationToken cancellationToken
    )
    {
        var database = $"{fixture.Name}_{fixture.Scale}";
        var waited = Stopwatch.StartNew();
        await Console.Error.WriteAsync($"Loading {fixture.Name} at scale {fixture.Scale}");
        await CreateAsync(server, fixture, database, cancellationToken);
        await fixture.RunAsync(server, database, fixture.Data, cancellationToken);
        await Fixture.ExecuteAsync(server, database, "VACUUM ANALYZE", cancellationToken);
        await Console.Error.WriteLineAsync(FormattableString.Invariant($": {waited.Elapsed.TotalSeconds:0} s"));
        return server.Url(database);
    }

    private static async Task CreateAsync(
        ThrowawayPostgres server,
        Fixture fixture,
        string database,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(fixture.Folder))
            throw new BenchmarkException($"{fixture.Folder} does not exist: run this from the root of the repository");
        await server.CreateDatabaseAsync(database, cancellationToken);
        await fixture.RunAsync(server, database, fixture.Schema, cancellationToken);
    }
}
