using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>
/// A connection parameter of libpq (PostgreSQL documentation, 34.1.2); no key where Npgsql has nothing like it. Npgsql
/// reads some of the variables itself, from the process alone: here they may come from anywhere.
/// </summary>
internal sealed record LibpqSetting(
    string Name,
    string? Variable,
    string? Key,
    Action<NpgsqlConnectionStringBuilder, string> Set
)
{
    /// <summary>Each after those that it needs: a list of ports is matched to the hosts.</summary>
    public static readonly ImmutableArray<LibpqSetting> All =
    [
        Ignored("service", "PGSERVICE"),
        Text("host", "PGHOST", "Host"),
        Text("hostaddr", null, "Host"),
        new("port", "PGPORT", "Port", HostList.SetPorts),
        Text("dbname", "PGDATABASE", "Database"),
        Text("user", "PGUSER", "Username"),
        Text("password", "PGPASSWORD", "Password"),
        Text("passfile", "PGPASSFILE", "Passfile"),
        Number("connect_timeout", "PGCONNECT_TIMEOUT", "Timeout"),
        Ignored("client_encoding", null),
        Text("options", "PGOPTIONS", "Options"),
        Text("application_name", "PGAPPNAME", "Application Name"),
        Ignored("fallback_application_name", null),
        OneOf("sslmode", "PGSSLMODE", "SSL Mode", "disable, allow, prefer, require, verify-ca, verify-full"),
        Text("sslrootcert", "PGSSLROOTCERT", "Root Certificate"),
        Text("sslcert", "PGSSLCERT", "SSL Certificate"),
        Text("sslkey", "PGSSLKEY", "SSL Key"),
        Text("sslpassword", null, "SSL Password"),
        OneOf("channel_binding", "PGCHANNELBINDING", "Channel Binding", "disable, prefer, require"),
        Text("target_session_attrs", "PGTARGETSESSIONATTRS", "Target Session Attributes"),
        new("keepalives", null, "TCP Keepalive", (builder, value) => builder.TcpKeepAlive = value != "0"),
        Number("keepalives_idle", null, "TCP Keepalive Time"),
        Number("keepalives_interval", null, "TCP Keepalive Interval"),
        Ignored("keepalives_count", null),
        new("gssencmode", "PGGSSENCMODE", "GSS Encryption Mode", SetGssEncryption),
    ];

    /// <exception cref="FormatException">The value is none that it takes.</exception>
    public void Apply(string value, NpgsqlConnectionStringBuilder builder)
    {
        try
        {
            Set(builder, value);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"connection parameter {Name} has an invalid value", e);
        }
    }

    /// <exception cref="FormatException">The text is no number.</exception>
    public static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{what} is not a number");

    private static LibpqSetting Text(string name, string? variable, string key) =>
        new(name, variable, key, (builder, value) => builder[key] = value);

    private static LibpqSetting Number(string name, string? variable, string key) =>
        new(name, variable, key, (builder, value) => builder[key] = Number(value, name));

    /// <summary>Npgsql's names of such values are libpq's without the hyphens.</summary>
    private static LibpqSetting OneOf(string name, string variable, string key, string values) =>
        new(
            name,
            variable,
            key,
            (builder, value) =>
                builder[key] = values.Split(", ").Contains(value, StringComparer.Ordinal)
                    ? value.Replace("-", "", StringComparison.Ordinal)
                    : throw new FormatException($"{name} is not one of {values}")
        );

    private static LibpqSetting Ignored(string name, string? variable) => new(name, variable, null, (_, _) => { });

    /// <summary>What libpq prefers is not tried: see <see cref="DatabaseAddress"/>.</summary>
    private static void SetGssEncryption(NpgsqlConnectionStringBuilder builder, string value) =>
        builder.GssEncryptionMode = value == "require" ? GssEncryptionMode.Require : GssEncryptionMode.Disable;
}
