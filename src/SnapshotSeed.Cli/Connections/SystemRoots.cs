using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>sslrootcert=system takes a full verification: anybody can have a certificate of these roots.</summary>
internal static class SystemRoots
{
    private const string Name = "system";
    private const string Key = "Root Certificate";

    /// <exception cref="FormatException">A weaker verification was asked for.</exception>
    public static void Require(NpgsqlConnectionStringBuilder builder)
    {
        if (builder.RootCertificate != Name)
            return;
        if (builder.ShouldSerialize("SSL Mode") && builder.SslMode != SslMode.VerifyFull)
            throw new FormatException("sslrootcert=system goes with sslmode=verify-full only");
        builder.SslMode = SslMode.VerifyFull;
    }

    /// <summary>Removes the setting, which Npgsql would take for a file.</summary>
    public static bool Take(NpgsqlConnectionStringBuilder builder) =>
        builder.RootCertificate == Name && builder.Remove(Key);

    public static X509Certificate2Collection Load()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
