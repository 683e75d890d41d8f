namespace SnapshotSeed.Cli.Connections;

/// <summary>libpq's connection service file (PostgreSQL documentation, 34.17).</summary>
internal static class ServiceFile
{
    /// <summary>In PGSERVICEFILE or ~/.pg_service.conf, else in pg_service.conf in PGSYSCONFDIR.</summary>
    /// <exception cref="FormatException">No file has the service.</exception>
    public static IReadOnlyList<(string Name, string Value)> Find(string service, Func<string, string?> environment)
    {
        foreach (var path in Paths(environment).Where(File.Exists))
        {
            if (Parse(File.ReadLines(path), service) is { } parameters)
                return parameters;
        }

        throw new FormatException($"service {service} is in no service file ({string.Join(", ", Paths(environment))})");
    }

    internal static List<(string Name, string Value)>? Parse(IEnumerable<string> lines, string service)
    {
        List<(string, string)>? parameters = null;
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                if (parameters is not null)
                    break;
                if (line == $"[{service}]")
                    parameters = [];
            }
            else if (parameters is not null && line.IndexOf('=', StringComparison.Ordinal) is var at and > 0)
            {
                parameters.Add((line[..at].Trim(), line[(at + 1)..].Trim()));
            }
        }

        return parameters;
    }

    private static IEnumerable<string> Paths(Func<string, string?> environment)
    {
        if (environment("PGSERVICEFILE") is { Length: > 0 } file)
            yield return file;
        else if (environment("HOME") is { Length: > 0 } home)
            yield return Path.Combine(home, ".pg_service.conf");
        if (environment("PGSYSCONFDIR") is { Length: > 0 } folder)
            yield return Path.Combine(folder, "pg_service.conf");
    }
}
