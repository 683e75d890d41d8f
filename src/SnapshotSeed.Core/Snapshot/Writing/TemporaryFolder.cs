using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary>
/// The folder that an export writes beside its target, <c>.NAME.RANDOM.tmp</c>, and the lock that tells one in use from
/// one whose export was killed: the system drops a lock with its process.
/// </summary>
internal static class TemporaryFolder
{
    private const string Suffix = ".tmp";
    private const string LockSuffix = ".lock";
    private const int RandomLength = 12; // of Path.GetRandomFileName

    public static (string Folder, FileStream Lock) Create(string target)
    {
        var folder = Path.Combine(
            Path.GetDirectoryName(target)!,
            $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}{Suffix}"
        );
        var lockFile = new FileStream(folder + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        try
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows() && Directory.Exists(target))
                File.SetUnixFileMode(
                    folder,
                    File.GetUnixFileMode(target)
                        | UnixFileMode.UserRead
                        | UnixFileMode.UserWrite
                        | UnixFileMode.UserExecute
                );
            return (folder, lockFile);
        }
        catch
        {
            // The disk has room for the lock and none for the folder.
            TryRemove(folder);
            lockFile.Dispose();
            File.Delete(lockFile.Name);
            throw;
        }
    }

    /// <summary>Finds out before any work whether the old folder could be removed after the exchange.</summary>
    /// <exception cref="UnauthorizedAccessException">It could not: it is someone else's.</exception>
    public static void CheckReplaceable(string target)
    {
        if (!Directory.Exists(target))
            return;
        var probe = Path.Combine(target, $".{Path.GetRandomFileName()}{Suffix}");
        File.Create(probe).Dispose();
        File.Delete(probe);
    }

    /// <summary>
    /// Removes what killed exports to the same target left; one that was killed while it replaced the target has left
    /// that, too.
    /// </summary>
    public static void RemoveAbandoned(string target)
    {
        foreach (
            var path in Directory
                .EnumerateFiles(Path.GetDirectoryName(target)!, $"*{Suffix}{LockSuffix}")
                .Where(path => IsOf(target, path))
        )
        {
            try
            {
                using var taken = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                var abandoned = path[..^LockSuffix.Length];
                AtomicFolder.Resume(target, abandoned);
                if (TryRemove(abandoned))
                    File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Locked: that export is still running. Or another user's, who will remove it.
            }
        }
    }

    /// <summary>
    /// Whether a lock is of an export to that target: <c>.snap.v2.RANDOM.tmp.lock</c> is of snap.v2 and not of snap.
    /// </summary>
    private static bool IsOf(string target, string path)
    {
        var (name, prefix) = (Path.GetFileName(path), $".{Path.GetFileName(target)}.");
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.Length == prefix.Length + RandomLength + Suffix.Length + LockSuffix.Length;
    }

    /// <summary>
    /// Removes a folder if that is possible; what stays is hidden, and taken up again by the next export.
    /// </summary>
    public static bool TryRemove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Copies everything but the named files, so that replacing the folder loses nothing that the product did not
    /// write.
    /// </summary>
    public static void CarryOverStrangers(string from, string to, HashSet<string> except)
    {
        foreach (
            var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => !except.Contains(entry.Name))
        )
        {
            var destination = Path.Combine(to, entry.Name);
            if (Path.Exists(destination))
            {
                throw new SnapshotSeedException(
                    $"{entry.FullName} is no file of the previous snapshot, and the new one needs its name",
                    $"Move it away, or export to another folder with {Setting.Folder}."
                );
            }

            Copy(entry, destination);
        }
    }

    private static void Copy(FileSystemInfo entry, string destination)
    {
        if (entry.LinkTarget is { } link)
        {
            File.CreateSymbolicLink(destination, link);
        }
        else if (entry is FileInfo file)
        {
            if (!RegularFile.Is(file.FullName))
                throw new SnapshotSeedException(
                    $"{file.FullName} is a pipe, socket or device, which cannot be carried over into the new folder",
                    $"Move it away, or export to another folder with {Setting.Folder}."
                );
            file.CopyTo(destination);
        }
        else
        {
            Directory.CreateDirectory(destination);
            foreach (var child in ((DirectoryInfo)entry).EnumerateFileSystemInfos())
                Copy(child, Path.Combine(destination, child.Name));
        }
    }
}
