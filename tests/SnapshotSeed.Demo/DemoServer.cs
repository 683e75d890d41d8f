using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Demo;

/// <summary>
/// A throwaway server with a demo fixture: database demo with schema and data, database test with the schema.
/// </summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly ThrowawayPostgres server;

    private DemoServer(ThrowawayPostgres server) => this.server = server;

    internal int MajorVersion => server.Binaries.MajorVersion;

    internal ImmutableSortedDictionary<string, string> Environment =>
        ImmutableSortedDictionary<string, string>
            .Empty.Add("DATABASE_URL_DEMO", server.Url("demo"))
            .Add("DATABASE_URL_TEST", server.Url("test"));

    internal static async Task<DemoServer> StartAsync(
        Fixture fixture,
        ThrowawayPostgresOptions options,
        CancellationToken cancellationToken
    )
    {
        foreach (var script in new[] { fixture.Schema, fixture.Data })
        {
            if (!File.Exists(script))
                throw new UsageException($"{script} does not exist");
        }

        var server = await ThrowawayPostgres.StartAsync(options, cancellationToken);
        try
        {
            var fingerprint = Fingerprint(fixture);
            if (!await IsReadyAsync(server, fingerprint, cancellationToken))
            {
                await server.DropDatabaseAsync("demo", cancellationToken);
                await server.DropDatabaseAsync("test", cancellationToken);
                await server.CreateDatabaseAsync("test", cancellationToken);
                await fixture.RunAsync(server, "test", fixture.Schema, cancellationToken);
                await server.CloneAsync("test", "demo", cancellationToken);
                await fixture.RunAsync(server, "demo", fixture.Data, cancellationToken);
                await Fixture.ExecuteAsync(
                    server,
                    "demo",
                    $"COMMENT ON DATABASE demo IS '{fingerprint}'",
                    cancellationToken
                );
            }

            return new DemoServer(server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    // What the databases were made from. Written last, so that kept data whose making was interrupted is made anew.
    private static string Fingerprint(Fixture fixture) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    $"{File.ReadAllText(fixture.Schema)}\0{File.ReadAllText(fixture.Data)}\0{fixture.Scale}"
                )
            )
        );

    private static async Task<bool> IsReadyAsync(
        ThrowawayPostgres server,
        string fingerprint,
        CancellationToken cancellationToken
    ) =>
        await Fixture.ExecuteAsync(
            server,
            ThrowawayPostgres.SuperUser,
            """
            SELECT shobj_description(d.oid, 'pg_database') FROM pg_database d
            WHERE d.datname = 'demo' AND EXISTS (SELECT FROM pg_database WHERE datname = 'test')
            """,
            cancellationToken
        ) as string
        == fingerprint;
}
