using Npgsql;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Testing;

/// <summary>
/// Databases for tests, each with a schema and a snapshot, in tens of milliseconds. Each schema and snapshot has one
/// template, named by its content, which <c>CREATE DATABASE … TEMPLATE</c> clones. The first caller builds the template
/// and others wait, also in other processes. Keep one instance for a test run, and dispose it at the end.
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

    /// <summary>Uses a server that this process started.</summary>
    /// <param name="server">The server.</param>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public static SeededDatabases On(ThrowawayPostgres server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return On(server.ConnectionString("postgres"));
    }

    /// <summary>Uses any server, such as a local one or one in a container.</summary>
    /// <param name="connectionString">
    /// An Npgsql connection string for any database of the server, with a role that may create databases (CREATEDB).
    /// </param>
    public static SeededDatabases On(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var server = new SeedServer(connectionString);
        return new(server, new CloneOwner(server), SchemaSource.None, null, new ImportOptions());
    }

    /// <summary>Creates the schema with an SQL script: see <see cref="SqlScript"/>.</summary>
    /// <param name="script">The script's path.</param>
    public SeededDatabases WithSchema(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return new(server, owner, SchemaSource.OfScript(script), folder, options);
    }

    /// <summary>Creates the schema with code, such as migrations.</summary>
    /// <param name="create">
    /// Creates it in an empty database, through an open connection or that connection's connection string.
    /// </param>
    /// <param name="version">
    /// A text that changes with the schema, such as the name of the last migration. By default the schema counts as new
    /// whenever an assembly of the program was rebuilt.
    /// </param>
    public SeededDatabases WithSchema(Func<NpgsqlConnection, CancellationToken, Task> create, string? version = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new(server, owner, SchemaSource.OfCode(create, version), folder, options);
    }

    /// <summary>Loads a snapshot.</summary>
    /// <param name="snapshot">The snapshot folder.</param>
    /// <param name="importOptions">How to load it. Default: the default options.</param>
    public SeededDatabases WithSnapshot(string snapshot, ImportOptions? importOptions = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new(server, owner, schema, snapshot, importOptions ?? options);
    }

    /// <summary>Clones a database for one test. Dispose it to drop it.</summary>
    /// <param name="cancellationToken">Cancels waiting for the template, building or cloning.</param>
    /// <exception cref="SnapshotSeedException">
    /// The snapshot does not fit the schema. The first caller gets all problems.
    /// </exception>
    /// <exception cref="SqlScriptException">A statement of the schema's script failed.</exception>
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

    /// <summary>
    /// Clones a database for many tests, which <see cref="SharedDatabase.ResetAsync"/> restores between them.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The snapshot does not fit the schema.</exception>
    /// <exception cref="SqlScriptException">A statement of the schema's script failed.</exception>
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

    /// <summary>Closes the administrative connections. Templates remain for the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await CallersContext.LeaveAsync();
        template.Dispose();
        await owner.DisposeAsync();
        await server.DisposeAsync();
    }
}
