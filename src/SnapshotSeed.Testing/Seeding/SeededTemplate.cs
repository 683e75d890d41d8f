using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Testing;

/// <summary>Named by its content, and marked as a template last, so that other processes find it complete.</summary>
internal sealed class SeededTemplate(SeedServer server, SchemaSource schema, string? folder, ImportOptions options)
    : IDisposable
{
    // Change it whenever templates are built differently.
    private const string Form = "1";

    private readonly SemaphoreSlim turn = new(1);
    private string? name;
    private Exception? failure;

    /// <summary>Of ALTER DATABASE, as statements for clones.</summary>
    public IReadOnlyList<string> Settings { get; private set; } = [];

    /// <exception cref="SnapshotSeedException">The snapshot does not fit, or an earlier call failed.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (failure is not null)
                throw Again(failure);
            return name ??= await FindOrBuildAsync(cancellationToken);
        }
        catch (Exception e)
            when (failure is null
                && e is SnapshotSeedException { InnerException: not StatementException } or SqlScriptException
            )
        {
            failure = e;
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>The first caller gets the whole failure; later ones would repeat it.</summary>
    private static SnapshotSeedException Again(Exception failure) =>
        new(
            $"cannot seed a database, as before: {failure.Message.Split('\n')[0]}",
            "See the first test that failed.",
            innerException: failure
        );

    private async Task<string> FindOrBuildAsync(CancellationToken cancellationToken)
    {
        var hash = await HashAsync(cancellationToken);
        var wanted = $"seed_test_{Convert.ToHexStringLower(hash)[..20]}";
        if (!await IsReadyAsync(wanted, cancellationToken))
        {
            // A process that builds the template holds this lock until its connection ends.
            await using var connection = await server.OpenAsync(null, cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT pg_advisory_lock({BinaryPrimitives.ReadInt64LittleEndian(hash)})"
            );
            await command.ExecuteNonQueryAsync(cancellationToken);
            if (!await IsReadyAsync(wanted, cancellationToken))
                await BuildAsync(wanted, cancellationToken);
        }

        Settings = await server.SettingsAsync(wanted, cancellationToken);
        return wanted;
    }

    private async Task<bool> IsReadyAsync(string database, CancellationToken cancellationToken) =>
        (
            await server.TextsAsync(
                "SELECT 'ready' FROM pg_database WHERE datname = $1 AND datistemplate AND NOT datallowconn",
                database,
                cancellationToken
            )
        ).Count > 0;

    private async Task BuildAsync(string database, CancellationToken cancellationToken)
    {
        // A killed process may have left a part of it.
        await server.DropAsync(database, cancellationToken);
        await server.ExecuteAsync($"CREATE DATABASE {QuotedSql.Identifier(database)}", cancellationToken);
        try
        {
            await FillAsync(database, cancellationToken);
            await server.EndSessionsAsync(database, cancellationToken);
            await server.ExecuteAsync(
                $"ALTER DATABASE {QuotedSql.Identifier(database)} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false",
                cancellationToken
            );
        }
        catch
        {
            await server.DropAsync(database, CancellationToken.None);
            throw;
        }
    }

    private async Task FillAsync(string database, CancellationToken cancellationToken)
    {
        var connection = await server.OpenAsync(database, cancellationToken);
        await using (connection)
            await schema.CreateAsync(connection, cancellationToken);
        if (folder is null)
            return;

        // A new connection knows the types that the schema created.
        await using var loading = await server.OpenAsync(database, cancellationToken);
        await SnapshotImporter.ImportAsync(loading, folder, options, cancellationToken: cancellationToken);
    }

    private async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(Form));
        Append(hash, typeof(SnapshotImporter).Assembly.ManifestModule.ModuleVersionId.ToByteArray());
        Append(hash, await schema.Version(cancellationToken));
        Append(hash, Encoding.UTF8.GetBytes(OptionsKey.Of(options)));
        if (folder is not null)
        {
            foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                Append(hash, Encoding.UTF8.GetBytes(Path.GetFileName(path)));
                Append(hash, await File.ReadAllBytesAsync(path, cancellationToken));
            }
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Appends the length too, so that no other split gives the same hash.</summary>
    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
        hash.AppendData(bytes);
    }
}
