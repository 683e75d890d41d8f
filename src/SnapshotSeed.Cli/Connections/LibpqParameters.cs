using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>
/// libpq's connection parameters, as they stand in URLs and service files, and what they are called in Npgsql.
/// </summary>
internal static class LibpqParameters
{
    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Setters = new(
        StringComparer.Ordinal
    )
    {
        ["host"] = (b, v) => b.Host = v,
        ["hostaddr"] = (b, v) => b.Host = v,
        ["port"] = SetPorts,
        ["dbname"] = (b, v) => b.Database = v,
        ["user"] = (b, v) => b.Username = v,
        ["password"] = (b, v) => b.Password = v,
        ["passfile"] = (b, v) => b.Passfile = v,
        ["connect_timeout"] = (b, v) => b.Timeout = Number(v, "connect_timeout"),
        ["client_encoding"] = (_, _) => { },
        ["options"] = (b, v) => b.Options = v,
        ["application_name"] = (b, v) => b.ApplicationName = v,
        ["fallback_application_name"] = (_, _) => { },
        ["sslmode"] = (b, v) => b.SslMode = SslModeOf(v),
        ["sslrootcert"] = (b, v) => b.RootCertificate = v,
        ["sslcert"] = (b, v) => b.SslCertificate = v,
        ["sslkey"] = (b, v) => b.SslKey = v,
        ["sslpassword"] = (b, v) => b.SslPassword = v,
        ["target_session_attrs"] = (b, v) => b.TargetSessionAttributes = v,
        ["keepalives"] = (b, v) => b.TcpKeepAlive = v != "0",
        ["keepalives_idle"] = (b, v) => b.TcpKeepAliveTime = Number(v, "keepalives_idle"),
        ["keepalives_count"] = (_, _) => { },
        ["keepalives_interval"] = (b, v) => b.TcpKeepAliveInterval = Number(v, "keepalives_interval"),
        ["gssencmode"] = (b, v) =>
            b.GssEncryptionMode = v == "require" ? GssEncryptionMode.Require : GssEncryptionMode.Disable,
        ["channel_binding"] = (b, v) =>
            b.ChannelBinding = Enum.TryParse<ChannelBinding>(v, ignoreCase: true, out var binding)
                ? binding
                : throw new FormatException("channel_binding is none of disable, prefer, require"),
    };

    /// <summary>Whether there is a parameter of this name.</summary>
    public static bool Has(string name) => Setters.ContainsKey(name);

    /// <exception cref="FormatException">The parameter is unknown, or its value none that it takes.</exception>
    public static void Apply(string name, string value, NpgsqlConnectionStringBuilder builder)
    {
        if (!Setters.TryGetValue(name, out var set))
            throw new FormatException($"unknown connection parameter {name}");
        try
        {
            set(builder, value);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"connection parameter {name} has a value that is not understood", e);
        }
    }

    /// <summary>
    /// The parameters in an order in which each finds what it needs: a list of ports is matched to the hosts.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> InOrder(
        IEnumerable<(string Name, string Value)> parameters
    ) => parameters.OrderBy(parameter => parameter.Name == "port");

    public static int Port(string text)
    {
        var port = Number(text, "the port");
        return port is > 0 and < 65536 ? port : throw new FormatException("the port is no number from 1 to 65535");
    }

    private static void SetPorts(NpgsqlConnectionStringBuilder builder, string text)
    {
        if (text.Contains(',', StringComparison.Ordinal))
            builder.Host = HostList.WithPorts(
                builder.Host,
                [.. text.Split(',').Select(port => port.Length == 0 ? NpgsqlConnection.DefaultPort : Port(port))]
            );
        else
            builder.Port = Port(text);
    }

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{what} is no number");

    private static SslMode SslModeOf(string text) =>
        text switch
        {
            "disable" => SslMode.Disable,
            "allow" => SslMode.Allow,
            "prefer" => SslMode.Prefer,
            "require" => SslMode.Require,
            "verify-ca" => SslMode.VerifyCA,
            "verify-full" => SslMode.VerifyFull,
            _ => throw new FormatException(
                "sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"
            ),
        };
}
