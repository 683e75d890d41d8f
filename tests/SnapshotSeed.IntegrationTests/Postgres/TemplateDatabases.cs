using System.Collections.Concurrent;
using Npgsql;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>
/// Databases that are filled once per server and copied as often as tests want, which is many times faster than filling
/// again.
/// </summary>
/// <param name="server">The server that holds the templates and their clones.</param>
internal sealed class TemplateDatabases(ThrowawayPostgres server)
{
    // Process-wide: a server has one owner, but the owner may make several of these for it.
    private static int s_number;

    private readonly ConcurrentDictionary<string, Template> templates = new(StringComparer.Ordinal);

    /// <summary>
    /// The template for a key. The first caller creates and fills it while others wait; if that fails the next caller
    /// tries again.
    /// </summary>
    /// <param name="key">What the template holds; equal keys mean equal content.</param>
    /// <param name="fill">Fills the empty database. The connection is closed afterwards.</param>
    /// <param name="cancellationToken">Cancels this caller's waiting or filling.</param>
    /// <returns>The template's name.</returns>
    public async Task<string> GetOrCreateAsync(
        string key,
        Func<NpgsqlConnection, CancellationToken, Task> fill,
        CancellationToken cancellationToken = default
    )
    {
        var template = templates.GetOrAdd(key, _ => new Template(NextName("template")));
        await template.Turn.WaitAsync(cancellationToken);
        try
        {
            if (!template.IsFilled)
                await FillAsync(template.Name, fill, cancellationToken);
            template.IsFilled = true;
            return template.Name;
        }
        finally
        {
            template.Turn.Release();
        }
    }

    /// <summary>Copies a template. Dispose the copy to drop it.</summary>
    /// <param name="template">
    /// A name that <see cref="GetOrCreateAsync"/> returned, or any database nobody is connected to.
    /// </param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <returns>The copy.</returns>
    public async Task<ClonedDatabase> CloneAsync(string template, CancellationToken cancellationToken = default)
    {
        var name = NextName("clone");
        await server.CloneAsync(template, name, cancellationToken);
        return new ClonedDatabase(server, name);
    }

    /// <summary>Copies the template for a key, which is created and filled first where it does not exist.</summary>
    /// <param name="key">What the template holds; equal keys mean equal content.</param>
    /// <param name="fill">Fills the empty database. The connection is closed afterwards.</param>
    /// <param name="cancellationToken">Cancels waiting, filling or copying.</param>
    /// <returns>The copy.</returns>
    public async Task<ClonedDatabase> CloneAsync(
        string key,
        Func<NpgsqlConnection, CancellationToken, Task> fill,
        CancellationToken cancellationToken = default
    ) => await CloneAsync(await GetOrCreateAsync(key, fill, cancellationToken), cancellationToken);

    private async Task FillAsync(
        string name,
        Func<NpgsqlConnection, CancellationToken, Task> fill,
        CancellationToken cancellationToken
    )
    {
        await server.CreateDatabaseAsync(name, cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(name));
            await connection.OpenAsync(cancellationToken);
            await fill(connection, cancellationToken);
        }
        catch
        {
            await server.DropDatabaseAsync(name, CancellationToken.None);
            throw;
        }
    }

    // A pooled connection would stay open, and PostgreSQL copies no database that somebody is connected to.
    private string Unpooled(string name) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Pooling = false }.ConnectionString;

    private static string NextName(string kind) =>
        FormattableString.Invariant($"{kind}_{Interlocked.Increment(ref s_number)}");

    private sealed record Template(string Name)
    {
        internal SemaphoreSlim Turn { get; } = new(1);

        internal bool IsFilled { get; set; }
    }
}
