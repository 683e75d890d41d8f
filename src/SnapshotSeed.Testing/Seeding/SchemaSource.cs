using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace SnapshotSeed.Testing;

/// <summary><c>Version</c> returns bytes that differ for different schemas.</summary>
internal sealed record SchemaSource(
    Func<CancellationToken, Task<byte[]>> Version,
    Func<NpgsqlConnection, CancellationToken, Task> CreateAsync
)
{
    public static readonly SchemaSource None = new(
        _ => Task.FromResult(Array.Empty<byte>()),
        (_, _) => Task.CompletedTask
    );

    public static SchemaSource OfScript(string path) =>
        new(
            token => File.ReadAllBytesAsync(path, token),
            (connection, token) => SqlScript.RunAsync(connection, path, cancellationToken: token)
        );

    public static SchemaSource OfCode(Func<NpgsqlConnection, CancellationToken, Task> create, string? version) =>
        new(_ => Task.FromResult(version is null ? CodeVersion() : Encoding.UTF8.GetBytes(version)), create);

    /// <summary>Code does not tell its schema, which so counts as new whenever an assembly was rebuilt.</summary>
    private static byte[] CodeVersion()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            hash.AppendData(ModuleVersion(path));
        }

        return hash.GetHashAndReset();
    }

    private static byte[] ModuleVersion(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var program = new PEReader(file);
        if (!program.HasMetadata)
            return [];
        var metadata = program.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
    }
}
