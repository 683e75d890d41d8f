using System.Globalization;
using System.Text;
using Npgsql;

namespace SnapshotSeed.Cli.Connections;

/// <summary>
/// libpq's password file (PostgreSQL documentation, 34.16). As with libpq, a file that cannot be read and lines that
/// are malformed are as good as none; Npgsql's own reader fails at them.
/// </summary>
internal static class PasswordFile
{
    private const string Localhost = "localhost";

    public static string? Default(Func<string, string?> environment)
    {
        var (variable, name) = OperatingSystem.IsWindows()
            ? ("APPDATA", "postgresql/pgpass.conf")
            : ("HOME", ".pgpass");
        return environment(variable) is { Length: > 0 } home ? Path.Combine(home, name) : null;
    }

    public static string? Find(string file, NpgsqlConnectionStringBuilder settings)
    {
        try
        {
            return Find(File.ReadLines(file), settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    internal static string? Find(IEnumerable<string> lines, NpgsqlConnectionStringBuilder settings)
    {
        var user = settings.Username ?? Environment.UserName;
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        return lines
            .Where(line => line is not ['#', ..])
            .Select(Split)
            .FirstOrDefault(fields =>
                fields.Length == 5
                && IsHost(fields[0], settings.Host!)
                && Fits(fields[1], port)
                && Fits(fields[2], settings.Database ?? user)
                && Fits(fields[3], user)
            )
            ?[4];
    }

    /// <summary>The folder of the usual socket goes by the name localhost.</summary>
    private static bool IsHost(string field, string host) =>
        Fits(field, host) || (field == Localhost && host is "/var/run/postgresql" or "/tmp");

    private static bool Fits(string field, string value) => field == "*" || field == value;

    /// <summary>Four fields and the rest of the line; a backslash takes the next character as it is.</summary>
    private static string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ':' && fields.Count < 4)
            {
                fields.Add(field.ToString());
                field.Clear();
                continue;
            }

            if (line[i] == '\\' && i + 1 < line.Length)
                i++;
            field.Append(line[i]);
        }

        return [.. fields, field.ToString()];
    }
}
