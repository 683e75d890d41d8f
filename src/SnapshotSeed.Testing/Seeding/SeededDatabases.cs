using Npgsql;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Testing;

/// <summary>
/// Databases for tests, each with a schema and a snapshot, in tens of milliseconds: one template for each schema and
/// snapshot, cloned by <c>CREATE DATABASE … TEMPLATE</c>. Safe for parallel tests and parallel processes: the template is named by its
/// content and built once, by whoever comes first; the others wait. Keep one for a test run, and dispose it at its end.
/// </summary>
/// <example>
/// <code>
/// await using var databases = SeededDatabases.On(connectionString).WithSchema("schema.sql").WithSnapshot("seed");
/// await using var database = await databases.CloneAsync(cancellationToken);
/// </code>
/// </example>
public sealed class SeededDatabases : IAsyncDisposable
{
    private readonly SeedServer server;
    private readonly CloneOwner owner;
    private readonly SchemaSource schema;
    private readonly string? folder;
    private readonly ImportOptions options;
    private readonly SeededTemplate template;

    private SeededDatabases(
        SeedServer server,
        CloneOwner owner,
        SchemaSource schema,
        string? folder,
        ImportOptions options
    )
    {
        this.server = server;
        this.owner = owner;
        this.schema = schema;
        this.folder = folder;
        this.options = options;
        template = new SeededTemplate(server, schema, folder, options);
    }

    /// <summary>On a server that this process has started.</summary>
    /// <param name="server">The server.</param>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static SeededDatabases On(ThrowawayPostgres server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return On(server.ConnectionString("postgres"));
    }

    /// <summary>On any server: one that is there, or that a container runs.</summary>
    /// <param name="connectionString">
    /// An Npgsql connection string for any database of it, and a role that may create databases (CREATEDB).
    /// </param>
    public static SeededDatabases On(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var server = new SeedServer(connectionString);
        return new(server, new CloneOwner(server), SchemaSource.None, null, new ImportOptions());
    }

    /// <summary>With the schema of an SQL script: see <see cref="SqlScript"/>.</summary>
    /// <param name="script">The script's path.</param>
    public SeededDatabases WithSchema(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new(server, owner, SchemaSource.OfScript(script), folder, options);
    }

    /// <summary>With the schema that code makes, such as migrations.</summary>
    /// <param name="create">Makes it in an empty database, through an open connection or the connection's own string.</param>
    /// <param name="version">
    /// What tells this schema from others, such as the last migration's name. By default it counts as another one whenever any
    /// assembly of the running program was built anew.
    /// </param>
    public SeededDatabases WithSchema(Func<NpgsqlConnection, CancellationToken, Task> create, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(server, owner, SchemaSource.OfCode(create, version), folder, options);
    }

    /// <summary>With the rows of a snapshot.</summary>
    /// <param name="snapshot">The snapshot folder.</param>
    /// <param name="importOptions">How it is loaded; by default as it is.</param>
    public SeededDatabases WithSnapshot(string snapshot, ImportOptions? importOptions = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new(server, owner, schema, snapshot, importOptions ?? options);
    }

    /// <summary>A database of its own for a test. Dispose it to drop it.</summary>
    /// <param name="cancellationToken">Cancels waiting for the template, building or cloning.</param>
    /// <exception cref="SnapshotSeedException">The snapshot does not fit the schema: all problems, to the first who asks.</exception>
    /// <exception cref="SqlScriptException">A statement of the schema's script failed, with its line.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public async Task<SeededDatabase> CloneAsync(CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        var original = await template.GetAsync(cancellationToken);
        var name = await owner.NextNameAsync(cancellationToken);
        await server.CloneAsync(original, name, cancellationToken);
        foreach (var setting in template.Settings)
            await server.ExecuteAsync($"ALTER DATABASE {QuotedSql.Identifier(name)} {setting}", cancellationToken);
        return new SeededDatabase(server, name);
    }

    /// <summary>A database for many tests, which is put back to what it was by <see cref="SharedDatabase.ResetAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The snapshot does not fit the schema.</exception>
    /// <exception cref="SqlScriptException">A statement of the schema's script failed, with its line.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public async Task<SharedDatabase> ShareAsync(CancellationToken cancellationToken = default)
    {
        await CallersContext.LeaveAsync();
        var database = await CloneAsync(cancellationToken);
        try
        {
            return await SharedDatabase.OfAsync(database, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes what is kept open for administration. Templates stay for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await CallersContext.LeaveAsync();
        template.Dispose();
        await owner.DisposeAsync();
        await server.DisposeAsync();
    }
}
