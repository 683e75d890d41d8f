using System.Net.Sockets;

namespace SnapshotSeed.Testing;

/// <summary>Chooses the folders of servers, and removes folders that a crashed machine left.</summary>
internal static class ServerFolders
{
    private const string NamePattern = "snapshotseed-pg-*";
    private const string SocketPattern = ".s.PGSQL.*";

    // The path of a socket has at most 107 bytes (103 on macOS). The names of the server's folder and of the socket
    // need about 45.
    private const int LongestParent = 55;

    private const string Memory = "/dev/shm";

    // Far more than a test suite needs. Containers often have 64 MB, which an empty server nearly fills.
    private const long EnoughMemory = 2L << 30;

    private static readonly TimeSpan StaleAfter = TimeSpan.FromDays(1);

    internal static string Parent(bool preferMemory) => preferMemory && HasMemory() ? Memory : Temporary();

    private static bool HasMemory() =>
        Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= EnoughMemory;

    // The folder for temporary files, or /tmp if its path is too long, has unusual characters, or the server's user
    // cannot enter it when this process is root.
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

    /// <summary>Removes folders of servers that have been dead for a day, except those of other users.</summary>
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
                // Another process was faster, or the folder has another owner. Nothing depends on its removal.
            }
        }
    }

    // The socket tells it even if another container shares the folder, where a process id would not.
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
