using Npgsql;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Connections;

/// <summary><paramref name="ConnectionString"/> holds the password and is never shown.</summary>
internal sealed record DatabaseAddress(string Role, string ConnectionString)
{
    public static DatabaseAddress Source(string? option, Func<string, string?> environment) =>
        Resolve("source", Setting.Source, option, environment);

    public static DatabaseAddress Target(string? option, Func<string, string?> environment) =>
        Resolve("target", Setting.Target, option, environment);

    /// <summary>Host, port and database as messages show them; never the user's password.</summary>
    public override string ToString()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"{builder.Database ?? builder.Username ?? "of the user"} at "
            + $"{string.Join(", ", Hosts().Select(host => host.Name))}";
    }

    public string? SessionAttributes => new NpgsqlConnectionStringBuilder(ConnectionString).TargetSessionAttributes;

    /// <summary>Of several hosts Npgsql would tell neither which one failed nor why.</summary>
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
        Setting setting,
        string? option,
        Func<string, string?> environment
    )
    {
        var builder = Read(role, setting, option, environment);
        if (string.IsNullOrEmpty(builder.Host))
            builder.Host = Directory.Exists("/var/run/postgresql") ? "/var/run/postgresql" : "localhost";
        builder.ApplicationName ??= "snapshotseed";
        builder.Passfile ??= PasswordFile.Default(environment);
        NoticeDeadPeer(builder);

        // By itself Npgsql 10.0 tries it first; where a pooler then ends the connection, the next is half broken.
        if (!builder.ShouldSerialize("GSS Encryption Mode"))
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        builder.CommandTimeout = 0;
        builder.Enlist = false;

        // One connection for one run.
        builder.Pooling = false;
        builder.Remove("Multiplexing");
        return new DatabaseAddress(role, builder.ConnectionString);
    }

    private static NpgsqlConnectionStringBuilder Read(
        string role,
        Setting setting,
        string? option,
        Func<string, string?> environment
    )
    {
        var isGiven = option is { Length: > 0 };
        var (optionName, variable) = ($"--{setting.Option}", setting.Variable!);
        var hint = $"Give a URL such as postgresql://user@host:5432/database with {optionName} or in {variable}.";
        try
        {
            var text = isGiven ? option : environment(variable);
            if (string.IsNullOrEmpty(text) && !IsSet("PGDATABASE") && !IsSet("PGSERVICE"))
                throw new ToolException(
                    $"no {role} database: neither {optionName} nor {variable} is set",
                    hint,
                    FailureKind.WrongUsage
                );
            var builder = ConnectionSettings.Read(text ?? "", environment);
            SystemRoots.Require(builder);
            return builder;
        }
        catch (FormatException e)
        {
            throw new ToolException($"{(isGiven ? optionName : variable)}: {e.Message}", hint, FailureKind.WrongUsage);
        }

        bool IsSet(string name) => environment(name) is { Length: > 0 };
    }

    /// <summary>
    /// Statements have no timeout, so the system probes a silent server, and gives up after some two minutes.
    /// keepalives=0 switches that off, as in libpq.
    /// </summary>
    private static void NoticeDeadPeer(NpgsqlConnectionStringBuilder builder)
    {
        var hasSocket = HostList.Parse(builder.Host!).Any(host => host.Host is ['/' or '@', ..]);
        if (hasSocket || (builder.ShouldSerialize("TCP Keepalive") && !builder.TcpKeepAlive))
            return;
        builder.TcpKeepAlive = true;
        if (builder.TcpKeepAliveTime == 0)
            builder.TcpKeepAliveTime = 30;
        if (builder.TcpKeepAliveInterval == 0)
            builder.TcpKeepAliveInterval = 10;
    }
}
