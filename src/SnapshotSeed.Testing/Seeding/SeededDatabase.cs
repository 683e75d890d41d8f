using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>A seeded database for one test. Disposal drops it.</summary>
public sealed class SeededDatabase : IAsyncDisposable
{
    private readonly SeedServer server;
    private readonly Lazy<NpgsqlDataSource> source;

    internal SeededDatabase(SeedServer server, string name)
    {
        this.server = server;
        Name = name;
        ConnectionString = server.ConnectionString(name);
        source = new(() => NpgsqlDataSource.Create(ConnectionString));
    }

    /// <summary>The name of the database.</summary>
    public string Name { get; }

    /// <summary>A connection string for Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>A data source for the database, which is disposed with it.</summary>
    public NpgsqlDataSource DataSource => source.Value;

    /// <summary>Drops the database and disconnects its users.</summary>
    public async ValueTask DisposeAsync()
    {
        await CallersContext.LeaveAsync();
        if (source.IsValueCreated)
            await source.Value.DisposeAsync();
        await server.DropAsync(Name, CancellationToken.None);
    }
}
