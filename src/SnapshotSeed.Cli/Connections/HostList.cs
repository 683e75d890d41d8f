using System.Globalization;
using System.Text.RegularExpressions;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Several hosts in one text, as Npgsql has them: <c>a,b:5433,[::1]:5434</c>.</summary>
internal static partial class HostList
{
    /// <summary>The hosts in their order, each with its port where it has one of its own.</summary>
    public static IEnumerable<(string Host, int? Port)> Parse(string hosts) => hosts.Split(',', StringSplitOptions.TrimEntries).Select(Split);

    private static (string Host, int? Port) Split(string text) =>
        HostAndPort().Match(text) is { Success: true } match && int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (match.Groups[1].Value.Trim('[', ']'), port)
            : (text.Trim('[', ']'), null);

    // A name, an IPv6 address in brackets, or the folder of a socket.
    [GeneratedRegex(@"^([^:]*|\[.*\]|/.*):([0-9]+)$")]
    private static partial Regex HostAndPort();
}
