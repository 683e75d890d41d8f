using System.Globalization;

namespace SnapshotSeed.Testing;

/// <summary>Runs the server if this process is root, for whom initdb and postgres refuse to run.</summary>
internal sealed record ServerUser(string Name, int UserId, int GroupId)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>Empty for an ordinary user.</summary>
    internal static IReadOnlyList<string> Prefix()
    {
        if (!Environment.IsPrivilegedProcess)
            return [];
        var user =
            Preferred.Select(Find).FirstOrDefault(found => found is not null)
            ?? throw new PostgresStartException(
                "PostgreSQL does not run as root, and neither user postgres nor user nobody exists. "
                    + "Start as an ordinary user."
            );
        return user.Switch();
    }

    private IReadOnlyList<string> Switch()
    {
        // setpriv of BusyBox cannot switch users.
        if (PathSearch.Find("setpriv") is { } setpriv && !IsBusyBox(setpriv))
            return [setpriv, Invariant($"--reuid={UserId}"), Invariant($"--regid={GroupId}"), "--clear-groups"];
        if (PathSearch.Find("runuser") is { } runuser)
            return [runuser, "-u", Name, "--"];
        throw new PostgresStartException(
            "PostgreSQL does not run as root, and neither setpriv nor runuser (package util-linux) is installed. "
                + "Start as an ordinary user."
        );
    }

    private static ServerUser? Find(string name)
    {
        var fields = File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .FirstOrDefault(line => line[0] == name);
        return fields is [_, _, var user, var group, ..] ? new ServerUser(name, Number(user), Number(group)) : null;
    }

    private static bool IsBusyBox(string program) =>
        File.ResolveLinkTarget(program, returnFinalTarget: true)?.Name == "busybox";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
