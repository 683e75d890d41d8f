using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary>The folder that an export replaces.</summary>
internal static class SnapshotTarget
{
    /// <summary>Its full path.</summary>
    /// <exception cref="SnapshotSeedException">It is none that can be replaced.</exception>
    public static string Of(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw Wrong("the snapshot folder has no name", $"Name a folder with {Setting.Folder}.");

        // A symbolic link stays one: what it points to is replaced, or made.
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (new DirectoryInfo(target).LinkTarget is not null)
        {
            var linked = Directory.ResolveLinkTarget(target, returnFinalTarget: true)!;
            target = Path.TrimEndingDirectorySeparator(linked.FullName);
        }

        if (File.Exists(target))
            throw Wrong($"{folder} is a file", $"Name a folder with {Setting.Folder}.");
        if (Path.GetDirectoryName(target) is null)
            throw Wrong($"{folder} is the root of a file system", $"Name a folder with {Setting.Folder}.");
        CheckReplaceable(folder, target);
        return target;
    }

    private static void CheckReplaceable(string folder, string target)
    {
        if ($"{Environment.CurrentDirectory}/".StartsWith($"{target}/", StringComparison.Ordinal))
        {
            throw Wrong(
                $"{folder} is the working directory or holds it, and the export replaces its folder",
                $"Run the export from elsewhere, or name another folder with {Setting.Folder}."
            );
        }

        if (!OperatingSystem.IsWindows() && DriveInfo.GetDrives().Any(drive => drive.Name == target))
        {
            throw Wrong(
                $"{folder} is a mount point, and the export replaces its folder",
                $"Name a folder inside it with {Setting.Folder}."
            );
        }
    }

    private static SnapshotSeedException Wrong(MessageTemplate message, MessageTemplate hint) =>
        new(message, hint, FailureKind.WrongUsage);
}
