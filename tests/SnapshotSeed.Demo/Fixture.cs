using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Testing;

namespace SnapshotSeed.Demo;

/// <summary>
/// A folder with the scripts of a database, which come in the size that one setting says: gallery.scale for gallery.
/// </summary>
/// <param name="Folder">The folder.</param>
/// <param name="Scale">The size: 1 is a million rows in the larger tables.</param>
internal sealed record Fixture(string Folder, string Scale)
{
    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>The script that makes the tables.</summary>
    public string Schema { get; } = Path.Combine(Folder, "schema.sql");

    /// <summary>The script that fills them.</summary>
    public string Data { get; } = Path.Combine(Folder, "data.sql");

    /// <summary>Runs one of the scripts on a database.</summary>
    public async Task RunAsync(
        ThrowawayPostgres server,
        string database,
        string script,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await OpenAsync(server, database, cancellationToken);
        await SqlScript.RunAsync(
            connection,
            script,
            ImmutableDictionary<string, string>.Empty.Add($"{Name}.scale", Scale),
            cancellationToken
        );
    }

    /// <summary>Runs one statement on a database and returns its first value.</summary>
    public static async Task<object?> ExecuteAsync(
        ThrowawayPostgres server,
        string database,
        string sql,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await OpenAsync(server, database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    // A pooled connection would stay open, and PostgreSQL copies no database that somebody is connected to.
    private static async Task<NpgsqlConnection> OpenAsync(
        ThrowawayPostgres server,
        string database,
        CancellationToken cancellationToken
    )
    {
        var connection = new NpgsqlConnection(server.ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
