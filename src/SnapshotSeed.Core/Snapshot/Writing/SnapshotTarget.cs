using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot.Writing;

internal static class SnapshotTarget
{
    /// <exception cref="SnapshotSeedException">The folder cannot be replaced.</exception>
    public static string Of(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw Wrong("the snapshot folder has no name", $"Name a folder with {Setting.Folder}.");

        // A symbolic link stays: the export replaces the folder that it points to.
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (new DirectoryInfo(target).LinkTarget is not null)
        {
            var linked = Directory.ResolveLinkTarget(target, returnFinalTarget: true)!;
            target = Path.TrimEndingDirectorySeparator(linked.FullName);
        }

        if (File.Exists(target))
            throw Wrong($"cannot replace {folder}: it is a file", $"Name a folder with {Setting.Folder}.");
        if (Path.GetDirectoryName(target) is null)
            throw Wrong(
                $"cannot replace {folder}: it is the root of a file system",
                $"Name a folder with {Setting.Folder}."
            );
        CheckReplaceable(folder, target);
        return target;
    }

    private static void CheckReplaceable(string folder, string target)
    {
        if ($"{Environment.CurrentDirectory}/".StartsWith($"{target}/", StringComparison.Ordinal))
        {
            throw Wrong(
                $"cannot replace {folder}: it is or contains the working directory",
                $"Run the export from another directory, or name another folder with {Setting.Folder}."
            );
        }

        if (!OperatingSystem.IsWindows() && DriveInfo.GetDrives().Any(drive => drive.Name == target))
        {
            throw Wrong(
                $"cannot replace {folder}: it is a mount point",
                $"Name a folder inside it with {Setting.Folder}."
            );
        }
    }

    private static SnapshotSeedException Wrong(MessageTemplate message, MessageTemplate hint) =>
        new(message, hint, FailureKind.WrongUsage);
}
