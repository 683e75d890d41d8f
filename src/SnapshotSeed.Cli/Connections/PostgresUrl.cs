using System.Globalization;

namespace SnapshotSeed.Cli.Connections;

/// <summary>As libpq reads them (PostgreSQL documentation, 34.1.1.2). Npgsql knows key=value strings only.</summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    public static bool IsUrl(string text) =>
        Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>By the names of libpq's parameters; of equal names the last one counts.</summary>
    /// <exception cref="FormatException">Malformed; the message never quotes what could be a password.</exception>
    public static IReadOnlyList<(string Name, string Value)> Parse(string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (withoutQuery, query) = Split(rest, '?');
        var (authority, database) = Split(withoutQuery, '/');
        if (database?.Contains('@', StringComparison.Ordinal) is true)
            throw new FormatException(
                "an @ follows the first / of the URL (in user and password write @ as %40, / as %2F, : as %3A)"
            );
        var at = authority.LastIndexOf('@');
        var (user, password) = Split(authority[..Math.Max(at, 0)], ':');
        var hosts = authority[(at + 1)..].Split(',').Select(HostAndPort).ToList();
        (string Name, string? Value)[] parts =
        [
            ("user", user),
            ("password", password),
            ("host", string.Join(',', hosts.Select(host => host.Host))),
            ("port", hosts.Any(host => host.Port.Length > 0) ? string.Join(',', hosts.Select(host => host.Port)) : ""),
            ("dbname", database),
        ];
        return
        [
            .. parts.Where(part => part.Value is { Length: > 0 }).Select(part => (part.Name, Decode(part.Value!))),
            .. Parameters(query ?? ""),
        ];
    }

    private static IEnumerable<(string Name, string Value)> Parameters(string query)
    {
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(parameter, '=');
            if (value is null || (!IsKnown(Decode(name)) && MayBePassword(parameter, query)))
                throw new FormatException(
                    "what follows the ? is not name=value&name=value (in user and password write ? as %3F, @ as "
                        + "%40, & as %26)"
                );
            yield return (Decode(name), Decode(value));
        }
    }

    private static bool IsKnown(string name) => LibpqSetting.All.Any(setting => setting.Name == name);

    /// <summary>Whether an unknown parameter may be what an unescaped ? or &amp; has cut off a password.</summary>
    private static bool MayBePassword(string parameter, string query) =>
        parameter.Contains('@', StringComparison.Ordinal) || query.Contains("password=", StringComparison.Ordinal);

    private static (string Host, string Port) HostAndPort(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        if (text.StartsWith('[') && end == 0)
            throw new FormatException("the host's bracket [ is not closed");
        var colon = text.IndexOf(':', end);
        return colon < 0 ? (text.Trim('[', ']'), "") : (text[..colon].Trim('[', ']'), text[(colon + 1)..]);
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
