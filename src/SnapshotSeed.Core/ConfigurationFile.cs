using Npgsql;
using SnapshotSeed.Init;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed;

/// <summary>
/// What the tool's <c>init</c> writes: a first <c>snapshotseed.json</c> and its JSON schema. Only the tool reads these files.
/// </summary>
public static class ConfigurationFile
{
    /// <summary>The name of the configuration file: <c>snapshotseed.json</c>.</summary>
    public const string Name = SnapshotConfiguration.FileName;

    /// <summary>The name of its JSON schema, which lies beside it.</summary>
    public const string SchemaName = ConfigurationSchema.FileName;

    /// <summary>The JSON schema, by which editors complete and check the file.</summary>
    public static string Schema => ConfigurationSchema.Text;

    /// <summary>
    /// Writes a first configuration for a database: every table in load order, with its keys and what its columns look like
    /// as comments.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The text of the file.</returns>
    /// <exception cref="SnapshotSeedException">The server refused a statement.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached.</exception>
    public static async Task<string> ProposeAsync(
        NpgsqlConnection source,
        CancellationToken cancellationToken = default
    )
    {
        await CallersContext.LeaveAsync();
        ArgumentNullException.ThrowIfNull(source);
        await using var open = await OpenConnection.OfAsync(source, cancellationToken);
        return await FirstConfiguration.WriteAsync(source, cancellationToken).OrSnapshotSeedExceptionAsync();
    }
}
