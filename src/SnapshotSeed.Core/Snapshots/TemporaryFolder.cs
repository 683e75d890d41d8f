namespace SnapshotSeed.Snapshots;

/// <summary>
/// The folder that an export writes beside its target, <c>.NAME.RANDOM.tmp</c>, and the lock that tells one in use from one whose export was killed:
/// the system drops a lock with its process.
/// </summary>
internal static class TemporaryFolder
{
    private const string Suffix = ".tmp";
    private const string LockSuffix = ".lock";

    public static (string Folder, FileStream Lock) Create(string target)
    {
        var folder = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}{Suffix}");
        var lockFile = new FileStream(folder + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(folder);
        return (folder, lockFile);
    }

    /// <summary>Removes what killed exports to the same target left.</summary>
    public static void RemoveAbandoned(string target)
    {
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.*{Suffix}{LockSuffix}"))
        {
            try
            {
                using var taken = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                Remove(path[..^LockSuffix.Length]);
                File.Delete(path);
            }
            catch (IOException)
            {
                // Locked: that export is still running.
            }
        }
    }

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Copies everything but the named files, so that replacing the folder loses nothing that the product did not write.</summary>
    public static void CarryOverStrangers(string from, string to, HashSet<string> except)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => !except.Contains(entry.Name)))
        {
            var destination = Path.Combine(to, entry.Name);
            if (Path.Exists(destination))
            {
                throw new SnapshotSeedException(
                    $"{entry.FullName} is no file of the previous snapshot, and the new one needs its name",
                    "Move it away, or export to another folder with --snapshot.");
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
