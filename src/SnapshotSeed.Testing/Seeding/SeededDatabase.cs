using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary>A database that a test has for itself.</summary>
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

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>A connection string for Npgsql.</summary>
    public string ConnectionString { get; }

    /// <summary>A data source for it, disposed with it.</summary>
    public NpgsqlDataSource DataSource => source.Value;

    /// <summary>Drops it, whatever connections and pools still hold it.</summary>
    public async ValueTask DisposeAsync()
    {
        await CallersContext.LeaveAsync();
        if (source.IsValueCreated)
            await source.Value.DisposeAsync();
        await server.DropAsync(Name, CancellationToken.None);
    }
}
