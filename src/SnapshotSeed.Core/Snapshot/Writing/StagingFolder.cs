using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary><c>.NAME.RANDOM.tmp</c> beside the target, with a lock that the system drops with its process.</summary>
internal static class StagingFolder
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
            // The disk had room for the lock but not for the folder.
            TryRemove(folder);
            lockFile.Dispose();
            File.Delete(lockFile.Name);
            throw;
        }
    }

    /// <summary>Checks before any work whether the old folder can be removed later.</summary>
    /// <exception cref="UnauthorizedAccessException">It cannot: it belongs to someone else.</exception>
    public static void CheckReplaceable(string target)
    {
        if (!Directory.Exists(target))
            return;
        var probe = Path.Combine(target, $".{Path.GetRandomFileName()}{Suffix}");
        File.Create(probe).Dispose();
        File.Delete(probe);
    }

    /// <summary>Removes what killed exports left, and finishes an exchange that a kill interrupted.</summary>
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
                // Locked by an export that is still running, or owned by another user, who will remove it.
            }
        }
    }

    /// <summary><c>.snap.v2.RANDOM.tmp.lock</c> belongs to the target snap.v2, not to snap.</summary>
    private static bool IsOf(string target, string path)
    {
        var (name, prefix) = (Path.GetFileName(path), $".{Path.GetFileName(target)}.");
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.Length == prefix.Length + RandomLength + Suffix.Length + LockSuffix.Length;
    }

    /// <summary>What cannot be removed stays hidden, and the next export tries again.</summary>
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

    /// <summary>Copies all but the named files, so that an export loses no file that it did not write.</summary>
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
                    $"{entry.FullName} exists and is not part of the previous snapshot",
                    $"Move it elsewhere, or export to another folder with {Setting.Folder}."
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
                    $"cannot copy {file.FullName} to the new folder: it is a pipe, socket or device",
                    $"Move it elsewhere, or export to another folder with {Setting.Folder}."
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
