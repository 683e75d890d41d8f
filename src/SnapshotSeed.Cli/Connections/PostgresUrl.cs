using System.Globalization;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>
/// postgresql:// URLs as libpq reads them (PostgreSQL documentation, 34.1.1.2): user, password, hosts with ports,
/// database, parameters, each percent-encoded. Npgsql knows its own key=value strings only.
/// </summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    public static bool IsUrl(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Fills a builder with what the URL says.</summary>
    /// <exception cref="FormatException">
    /// The URL is malformed; the message names the part and never quotes what could be a password.
    /// </exception>
    public static void Apply(string url, NpgsqlConnectionStringBuilder builder)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (withoutQuery, query) = Split(rest, '?');
        var (authority, database) = Split(withoutQuery, '/');
        if (database?.Contains('@', StringComparison.Ordinal) is true)
            throw new FormatException(
                "an @ follows the first / of the URL (in user and password write @ as %40, / as %2F, : as %3A)"
            );
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Split(authority[..at], ':');
            Set(user, value => builder.Username = value);
            Set(password, value => builder.Password = value);
        }

        ApplyHosts(authority[(at + 1)..], builder);
        Set(database, value => builder.Database = value);
        foreach (var (name, value) in LibpqParameters.InOrder(Parameters(query ?? "")))
            LibpqParameters.Apply(name, value, builder);
    }

    private static IEnumerable<(string Name, string Value)> Parameters(string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(parameter, '=');
            if (value is null || (!LibpqParameters.Has(Decode(name)) && MayBePassword(parameter, query)))
                throw new FormatException(
                    "what follows the ? is not name=value&name=value (in user and password write ? as %3F, @ as %40, & as %26)"
                );
            yield return (Decode(name), Decode(value));
        }
    }

    /// <summary>Whether an unknown parameter may be what an unescaped ? or &amp; has cut off a password.</summary>
    private static bool MayBePassword(string parameter, string query) =>
        parameter.Contains('@', StringComparison.Ordinal) || query.Contains("password=", StringComparison.Ordinal);

    private static void ApplyHosts(string hosts, NpgsqlConnectionStringBuilder builder)
    {
        if (hosts.Length == 0)
            return;
        if (hosts.Contains(',', StringComparison.Ordinal))
        {
            builder.Host = string.Join(',', hosts.Split(',').Select(OneOfSeveral));
            return;
        }

        // An IPv6 address stands in brackets.
        var end = hosts.StartsWith('[') ? hosts.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        if (hosts.StartsWith('[') && end == 0)
            throw new FormatException("the host's bracket [ is not closed");
        var colon = hosts.IndexOf(':', end);
        var host = colon < 0 ? hosts : hosts[..colon];
        Set(host.Trim('[', ']'), value => builder.Host = value);
        if (colon >= 0 && colon + 1 < hosts.Length)
            builder.Port = LibpqParameters.Port(hosts[(colon + 1)..]);
    }

    /// <summary>A host of a list, with its port where there is one.</summary>
    private static string OneOfSeveral(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon <= host.LastIndexOf(']'))
            return Decode(host);
        if (colon + 1 == host.Length)
            return Decode(host[..colon]);
        LibpqParameters.Port(host[(colon + 1)..]);
        return Decode(host);
    }

    private static void Set(string? encoded, Action<string> set)
    {
        if (!string.IsNullOrEmpty(encoded))
            set(Decode(encoded));
    }

    private static string Decode(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (
                i + 2 >= text.Length
                || !byte.TryParse(
                    text.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out _
                )
            )
                throw new FormatException("a % is not followed by two hexadecimal digits (write a literal % as %25)");
        }

        return Uri.UnescapeDataString(text);
    }

    private static (string First, string? Second) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
