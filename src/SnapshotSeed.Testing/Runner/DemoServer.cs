using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace SnapshotSeed.Testing.Runner;

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
        string folder,
        string scale,
        ThrowawayPostgresOptions options,
        CancellationToken cancellationToken
    )
    {
        var schema = Existing(folder, "schema.sql");
        var data = Existing(folder, "data.sql");
        var server = await ThrowawayPostgres.StartAsync(options, cancellationToken);
        try
        {
            var fingerprint = Fingerprint(schema, data, scale);
            if (!await IsReadyAsync(server, fingerprint, cancellationToken))
            {
                var variables = ImmutableDictionary<string, string>.Empty.Add("scale", scale);
                await server.DropDatabaseAsync("demo", cancellationToken);
                await server.DropDatabaseAsync("test", cancellationToken);
                await server.CreateDatabaseAsync("test", cancellationToken);
                await RunAsync(server, "test", schema, variables, cancellationToken);
                await server.CloneAsync("test", "demo", cancellationToken);
                await RunAsync(server, "demo", data, variables, cancellationToken);
                await ExecuteAsync(server, "demo", $"COMMENT ON DATABASE demo IS '{fingerprint}'", cancellationToken);
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
    private static string Fingerprint(string schema, string data, string scale) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{File.ReadAllText(schema)}\0{File.ReadAllText(data)}\0{scale}"))
        );

    private static async Task<bool> IsReadyAsync(
        ThrowawayPostgres server,
        string fingerprint,
        CancellationToken cancellationToken
    ) =>
        await ExecuteAsync(
            server,
            ThrowawayPostgres.SuperUser,
            """
            SELECT shobj_description(d.oid, 'pg_database') FROM pg_database d
            WHERE d.datname = 'demo' AND EXISTS (SELECT FROM pg_database WHERE datname = 'test')
            """,
            cancellationToken
        ) as string
        == fingerprint;

    private static async Task<object?> ExecuteAsync(
        ThrowawayPostgres server,
        string database,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static string Existing(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new UsageException($"{path} does not exist");
    }

    private static async Task RunAsync(
        ThrowawayPostgres server,
        string database,
        string path,
        ImmutableDictionary<string, string> variables,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await SqlScript.RunAsync(connection, path, variables, cancellationToken);
    }
}
