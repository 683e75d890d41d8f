using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>Where a database is, from an option, an environment variable, and what libpq's own variables add.</summary>
/// <param name="Role">What the database is for in messages: source or target.</param>
/// <param name="ConnectionString">The Npgsql connection string; holds the password and is never shown.</param>
internal sealed record DatabaseAddress(string Role, string ConnectionString)
{
    // Npgsql reads PGOPTIONS itself; not these, or not as libpq does.
    private static readonly (string Variable, string Parameter, string Key)[] Variables =
    [
        ("PGHOST", "host", "Host"),
        ("PGPORT", "port", "Port"),
        ("PGDATABASE", "dbname", "Database"),
        ("PGUSER", "user", "Username"),
        ("PGPASSWORD", "password", "Password"),
        ("PGSSLMODE", "sslmode", "SSL Mode"),
        ("PGSSLROOTCERT", "sslrootcert", "Root Certificate"),
        ("PGSSLCERT", "sslcert", "SSL Certificate"),
        ("PGSSLKEY", "sslkey", "SSL Key"),
        ("PGCONNECT_TIMEOUT", "connect_timeout", "Timeout"),
        ("PGAPPNAME", "application_name", "Application Name"),
        ("PGGSSENCMODE", "gssencmode", "GSS Encryption Mode"),
        ("PGTARGETSESSIONATTRS", "target_session_attrs", "Target Session Attributes"),
    ];

    /// <summary>The source: --source, else DATABASE_URL_DEMO.</summary>
    public static DatabaseAddress Source(string? option, Func<string, string?> environment) =>
        Resolve("source", "--source", option, "DATABASE_URL_DEMO", environment);

    /// <summary>The target: --target, else DATABASE_URL_TEST.</summary>
    public static DatabaseAddress Target(string? option, Func<string, string?> environment) =>
        Resolve("target", "--target", option, "DATABASE_URL_TEST", environment);

    /// <summary>Host, port and database as messages show them; never the user's password.</summary>
    public override string ToString()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"{builder.Database ?? builder.Username ?? "of the user"} at {string.Join(", ", Hosts().Select(host => host.Name))}";
    }

    /// <summary>Which kind of server is wanted, as target_session_attrs says it.</summary>
    public string? SessionAttributes => new NpgsqlConnectionStringBuilder(ConnectionString).TargetSessionAttributes;

    /// <summary>
    /// Every host with a connection string of its own: of several Npgsql would tell neither which one failed nor why.
    /// </summary>
    public IEnumerable<(string Name, string ConnectionString)> Hosts()
    {
        var all = new NpgsqlConnectionStringBuilder(ConnectionString);
        foreach (var (host, port) in HostList.Parse(all.Host!))
        {
            var one = new NpgsqlConnectionStringBuilder(ConnectionString) { Host = host, Port = port ?? all.Port };
            one.Remove("Target Session Attributes");
            yield return ($"{host}:{one.Port}", one.ConnectionString);
        }
    }

    private static DatabaseAddress Resolve(
        string role,
        string optionName,
        string? option,
        string variable,
        Func<string, string?> environment
    )
    {
        var text = option is { Length: > 0 } ? option : environment(variable);
        var origin = option is { Length: > 0 } ? optionName : variable;
        var hint = $"Give a URL such as postgresql://user@host:5432/database with {optionName} or in {variable}.";
        if (
            string.IsNullOrEmpty(text)
            && environment("PGDATABASE") is null or ""
            && environment("PGSERVICE") is null or ""
        )
            throw new SnapshotSeedException(
                $"no {role} database: neither {optionName} nor {variable} is set",
                hint,
                FailureKind.WrongUsage
            );

        var builder = new NpgsqlConnectionStringBuilder();
        try
        {
            Apply(text ?? "", builder, environment);
            SystemRoots.Require(builder);
        }
        catch (FormatException e)
        {
            throw new SnapshotSeedException($"{origin}: {e.Message}", hint, FailureKind.WrongUsage);
        }

        if (string.IsNullOrEmpty(builder.Host))
            builder.Host = Directory.Exists("/var/run/postgresql") ? "/var/run/postgresql" : "localhost";
        builder.ApplicationName ??= "snapshotseed";
        builder.Passfile ??= PasswordFile.Path(environment);
        NoticeDeadPeer(builder);

        // By itself Npgsql 10.0 tries it first. Where the connection ends at that, as with some poolers, it opens
        // another one and leaves it half broken.
        if (!builder.ContainsKeySet("GSS Encryption Mode"))
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        builder.CommandTimeout = 0;
        builder.Enlist = false;

        // One connection for one run.
        builder.Pooling = false;
        builder.Remove("Multiplexing");
        return new DatabaseAddress(role, builder.ConnectionString);
    }

    /// <summary>
    /// Statements may take as long as they want, so a server that is gone without a word would be waited for without
    /// end: the system asks every ten seconds after half a minute of silence, and gives up after some two minutes.
    /// keepalives=0 switches that off, as in libpq.
    /// </summary>
    private static void NoticeDeadPeer(NpgsqlConnectionStringBuilder builder)
    {
        var hasSocket = HostList.Parse(builder.Host!).Any(host => host.Host is ['/' or '@', ..]);
        if (hasSocket || (builder.ContainsKeySet("TCP Keepalive") && !builder.TcpKeepAlive))
            return;
        builder.TcpKeepAlive = true;
        if (builder.TcpKeepAliveTime == 0)
            builder.TcpKeepAliveTime = 30;
        if (builder.TcpKeepAliveInterval == 0)
            builder.TcpKeepAliveInterval = 10;
    }

    /// <summary>What the text says wins over the service, and that over the variables, as with libpq.</summary>
    private static void Apply(string text, NpgsqlConnectionStringBuilder builder, Func<string, string?> environment)
    {
        var (url, urlService) = PostgresUrl.IsUrl(text) ? WithoutService(text) : (text, null);
        if ((urlService ?? environment("PGSERVICE")) is { Length: > 0 } service)
        {
            foreach (var (name, value) in LibpqParameters.InOrder(ServiceFile.Find(service, environment)))
                LibpqParameters.Apply(name, value, builder);
        }

        if (PostgresUrl.IsUrl(text))
            PostgresUrl.Apply(url, builder);
        else
            ApplyConnectionString(text, builder);

        foreach (var (variable, parameter, key) in Variables)
        {
            var isGiven = builder.ContainsKeySet(key) || (key == "Port" && HostList.HasPorts(builder.Host));
            if (environment(variable) is { Length: > 0 } value && !isGiven)
                LibpqParameters.Apply(parameter, value, builder);
        }
    }

    private static void ApplyConnectionString(string text, NpgsqlConnectionStringBuilder builder)
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
        if (given.Host?.Contains('=', StringComparison.Ordinal) is true)
            throw new FormatException(
                "neither a postgresql:// URL nor an Npgsql connection string (whose parts are parted by semicolons: Host=h;Database=d)"
            );
        foreach (var key in given.SetKeys())
            builder[key] = given[key];
    }

    /// <summary>
    /// A URL's service parameter names a section of the service file, whose values the URL's own override.
    /// </summary>
    private static (string Url, string? Service) WithoutService(string url)
    {
        var at = url.IndexOf('?', StringComparison.Ordinal);
        if (at < 0)
            return (url, null);
        var parameters = url[(at + 1)..].Split('&');
        var service = parameters.FirstOrDefault(parameter =>
            parameter.StartsWith("service=", StringComparison.Ordinal)
        );
        return (
            $"{url[..at]}?{string.Join('&', parameters.Where(parameter => parameter != service))}",
            service is null ? null : Uri.UnescapeDataString(service["service=".Length..])
        );
    }
}
