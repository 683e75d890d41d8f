using Npgsql;

namespace SnapshotSeed.Cli.Connections;

internal static class DataSource
{
    public static NpgsqlDataSource Of(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.Password is null && settings.Passfile is { } file)
            settings.Password = PasswordFile.Find(file, settings);
        settings.Remove("Passfile");
        var hasSystemRoots = SystemRoots.Take(settings);

        // Only numbers, texts and their arrays are used, the rest travels as text: no query for the types.
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));

        // Asked only where the server wants a password. Without it Npgsql would read the password file by itself.
        if (settings.Password is null)
            builder.UsePasswordProvider(_ => throw NoPassword(), (_, _) => throw NoPassword());
        if (hasSystemRoots)
            builder.UseRootCertificatesCallback(SystemRoots.Load);
        return builder.Build();
    }

    private static ToolException NoPassword() =>
        new("the server wants a password and none was given", "Give it in the URL, PGPASSWORD or ~/.pgpass.");
}
