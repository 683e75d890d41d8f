using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Several hosts in one text, as Npgsql has them: <c>a,b:5433,[::1]:5434</c>.</summary>
internal static partial class HostList
{
    /// <summary>The hosts in their order, each with its port where it has one of its own.</summary>
    public static IEnumerable<(string Host, int? Port)> Parse(string hosts) =>
        hosts.Split(',', StringSplitOptions.TrimEntries).Select(Split);

    /// <summary>Whether a host has a port of its own: then no other one is asked for.</summary>
    public static bool HasPorts(string? hosts) => hosts is not null && Parse(hosts).Any(host => host.Port is not null);

    /// <summary>Gives each host its port.</summary>
    /// <exception cref="FormatException">They are not as many.</exception>
    public static string WithPorts(string? hosts, int[] ports)
    {
        (string Host, int? Port)[] all = string.IsNullOrEmpty(hosts) ? [] : [.. Parse(hosts)];
        return all.Length == ports.Length
            ? string.Join(
                ',',
                all.Zip(
                    ports,
                    (host, port) =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{(IsIPv6(host.Host) ? $"[{host.Host}]" : host.Host)}:{port}"
                        )
                )
            )
            : throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ports.Length} ports do not match {Math.Max(all.Length, 1)} host{(all.Length > 1 ? "s" : "")}"
                )
            );
    }

    private static bool IsIPv6(string host) => host is not ['/', ..] && host.Contains(':', StringComparison.Ordinal);

    private static (string Host, int? Port) Split(string text) =>
        HostAndPort().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (match.Groups[1].Value.Trim('[', ']'), port)
            : (text.Trim('[', ']'), null);

    // A name, an IPv6 address in brackets, or the folder of a socket.
    [GeneratedRegex(@"^([^:]*|\[.*\]|/.*):([0-9]+)$")]
    private static partial Regex HostAndPort();
}
