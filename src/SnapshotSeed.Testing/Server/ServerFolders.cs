using System.Net.Sockets;

namespace SnapshotSeed.Testing;

/// <summary>Where the servers' folders are made, and the removal of those that a crashed machine left behind.</summary>
internal static class ServerFolders
{
    private const string NamePattern = "snapshotseed-pg-*";
    private const string SocketPattern = ".s.PGSQL.*";

    // A socket's path has at most 107 bytes (103 on macOS), of which the folder's own name and the socket's name take
    // some 45.
    private const int LongestParent = 55;

    private const string Memory = "/dev/shm";

    // Far more than a test suite needs; containers often have 64 MB, which the empty server nearly fills.
    private const long EnoughMemory = 2L << 30;

    private static readonly TimeSpan StaleAfter = TimeSpan.FromDays(1);

    /// <summary>The folder in which the next server makes its own.</summary>
    internal static string Parent(bool preferMemory) => preferMemory && HasMemory() ? Memory : Temporary();

    private static bool HasMemory() =>
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= EnoughMemory;

    // The folder for temporary files, or /tmp where that is too long, oddly named or, for root, out of the server
    // user's reach.
    private static string Temporary()
    {
        var temp = Path.GetTempPath().TrimEnd('/');
        var fits =
            temp.Length <= LongestParent
            && temp.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+".Contains(c, StringComparison.Ordinal));
        return fits && !Environment.IsPrivilegedProcess ? temp : "/tmp";
    }

    internal static string Socket(string folder, int port) =>
        Path.Combine(folder, FormattableString.Invariant($".s.PGSQL.{port}"));

    /// <summary>Removes folders of servers that have been dead for a day. What belongs to another user stays.</summary>
    internal static void RemoveStale(TimeProvider clock)
    {
        string[] parents = [Temporary(), Memory];
        foreach (
            var folder in parents
                .Where(Directory.Exists)
                .SelectMany(parent => new DirectoryInfo(parent).GetDirectories(NamePattern))
        )
        {
            try
            {
                if (clock.GetUtcNow() - folder.LastWriteTimeUtc > StaleAfter && !IsLive(folder))
                    folder.Delete(recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another process was quicker, or the folder is not ours: nothing depends on its removal.
            }
        }
    }

    // Asked through the socket rather than by process number, which another container sharing the folder would not see.
    private static bool IsLive(DirectoryInfo folder) =>
        folder.EnumerateFiles(SocketPattern).Any(file => file.Extension != ".lock" && Accepts(file.FullName));

    private static bool Accepts(string socketPath)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
