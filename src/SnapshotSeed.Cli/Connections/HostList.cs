using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Several hosts in one text, as Npgsql has them: <c>a,b:5433,[::1]:5434</c>.</summary>
internal static partial class HostList
{
    public static IEnumerable<(string Host, int? Port)> Parse(string hosts) =>
        hosts.Split(',', StringSplitOptions.TrimEntries).Select(Split);

    public static bool HasPorts(string hosts) => Parse(hosts).Any(host => host.Port is not null);

    /// <summary>One port for all hosts, or a list with one for each; an empty one is the usual port.</summary>
    /// <exception cref="FormatException">They are no ports, or not as many as there are hosts.</exception>
    public static void SetPorts(NpgsqlConnectionStringBuilder builder, string text)
    {
        if (!text.Contains(',', StringComparison.Ordinal))
        {
            builder.Port = Port(text);
            return;
        }

        var ports = text.Split(',');
        var hosts = Parse(builder.Host ?? "").Select(host => host.Host).ToArray();
        if (hosts.Length != ports.Length)
            throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ports.Length} ports do not match {hosts.Length} host{(hosts.Length > 1 ? "s" : "")}"
                )
            );
        builder.Host = string.Join(',', hosts.Zip(ports, WithPort));
    }

    private static string WithPort(string host, string port)
    {
        var isIPv6 = host is not ['/', ..] && host.Contains(':', StringComparison.Ordinal);
        var name = isIPv6 ? $"[{host}]" : host;
        return port.Length == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{Port(port)}");
    }

    private static int Port(string text)
    {
        var port = LibpqSetting.Number(text, "the port");
        return port is > 0 and < 65536 ? port : throw new FormatException("the port is not a number from 1 to 65535");
    }

    private static (string Host, int? Port) Split(string text) =>
        HostAndPort().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (match.Groups[1].Value.Trim('[', ']'), port)
            : (text.Trim('[', ']'), null);

    // A name, an IPv6 address in brackets, or the folder of a socket.
    [GeneratedRegex(@"^([^:]*|\[.*\]|/.*):([0-9]+)$")]
    private static partial Regex HostAndPort();
}
