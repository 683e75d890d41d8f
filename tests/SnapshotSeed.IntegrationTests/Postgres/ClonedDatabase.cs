using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>A private copy of a template database, dropped when disposed.</summary>
internal sealed class ClonedDatabase : IAsyncDisposable
{
    private readonly ThrowawayPostgres server;

    internal ClonedDatabase(ThrowawayPostgres server, string name)
    {
        this.server = server;
        Name = name;
    }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>A connection string for Npgsql.</summary>
    public string ConnectionString => server.ConnectionString(Name);

    /// <summary>The same as a URL.</summary>
    public string Url => server.Url(Name);

    /// <summary>Drops the database, disconnecting whoever still uses it.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(Name);
}
