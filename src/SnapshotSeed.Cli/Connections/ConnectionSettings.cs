using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>A connection's text wins over the service, and that over the variables, as with libpq.</summary>
internal static class ConnectionSettings
{
    // What URLs for other drivers hold.
    private static readonly Dictionary<string, string> OfOthers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["schema"] = ", which is Prisma's: write options=-csearch_path%3DSCHEMA, or leave it out",
        ["connection_limit"] = ", which is Prisma's: leave it out",
        ["pool_timeout"] = ", which is Prisma's: leave it out",
        ["pgbouncer"] = ", which is Prisma's: leave it out",
        ["sslaccept"] = ", which is Prisma's: write sslmode=require or sslmode=verify-full",
        ["currentSchema"] = ", which is JDBC's: write options=-csearch_path%3DSCHEMA, or leave it out",
        ["ssl"] = ", which is that of other drivers: write sslmode=require or sslmode=verify-full",
        ["prepareThreshold"] = ", which is JDBC's: leave it out",
        ["encoding"] = ", which is that of other drivers: write client_encoding, or leave it out",
        ["charset"] = ", which is that of other drivers: write client_encoding, or leave it out",
        ["prepared_statement_cache_size"] = ", which is SQLAlchemy's: leave it out",
    };

    /// <exception cref="FormatException">Malformed; the message never quotes what could be a password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text, Func<string, string?> environment)
    {
        var isUrl = PostgresUrl.IsUrl(text);
        var url = isUrl ? PostgresUrl.Parse(text) : [];
        var builder = isUrl ? new NpgsqlConnectionStringBuilder() : Parse(text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Variables(environment).Concat(Service(url, environment)).Concat(url))
            values[name] = value;

        HashSet<string> given = [.. builder.Keys.OfType<string>()];
        if (HostList.HasPorts(builder.Host ?? ""))
            given.Add("Port");
        foreach (var setting in LibpqSetting.All)
        {
            if (values.Remove(setting.Name, out var value) && !(setting.Key is { } key && given.Contains(key)))
                setting.Apply(value, builder);
        }

        if (values.Keys.FirstOrDefault() is { } unknown)
            throw new FormatException($"unknown connection parameter {unknown}{OfOthers.GetValueOrDefault(unknown)}");
        return builder;
    }

    private static IEnumerable<(string Name, string Value)> Variables(Func<string, string?> environment)
    {
        foreach (var setting in LibpqSetting.All)
        {
            if (setting.Variable is { } variable && environment(variable) is { Length: > 0 } value)
                yield return (setting.Name, value);
        }
    }

    private static IReadOnlyList<(string Name, string Value)> Service(
        IReadOnlyList<(string Name, string Value)> url,
        Func<string, string?> environment
    )
    {
        var name = url.LastOrDefault(parameter => parameter.Name == "service").Value ?? environment("PGSERVICE");
        if (string.IsNullOrEmpty(name))
            return [];
        var parameters = ServiceFile.Find(name, environment);
        return parameters.Any(parameter => parameter.Name == "service")
            ? throw new FormatException($"service {name} names another service")
            : parameters;
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or FormatException
                        or InvalidCastException
                        or OverflowException
                        or KeyNotFoundException
            )
        {
            // The message of the cause may quote the text, and with it a password.
            throw new FormatException("neither a postgresql:// URL nor an Npgsql connection string");
        }

        // libpq's own form, host=h dbname=d password=p, is one long host to Npgsql.
        return given.Host?.Contains('=', StringComparison.Ordinal) is true
            ? throw new FormatException(
                "neither a postgresql:// URL nor an Npgsql connection string (whose parts are parted by "
                    + "semicolons: Host=h;Database=d)"
            )
            : given;
    }
}
