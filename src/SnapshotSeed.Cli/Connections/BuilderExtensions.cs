using System.Data.Common;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Tells what was set from what is a default.</summary>
internal static class BuilderExtensions
{
    public static IEnumerable<string> SetKeys(this NpgsqlConnectionStringBuilder builder) =>
        ((DbConnectionStringBuilder)builder).Keys.Cast<string>();

    public static bool ContainsKeySet(this NpgsqlConnectionStringBuilder builder, string key) =>
        builder.SetKeys().Contains(key, StringComparer.OrdinalIgnoreCase);
}
