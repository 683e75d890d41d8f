using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary>Writes beside the target, then replaces it in one step. Until then the target is unchanged.</summary>
internal sealed class SnapshotFolderWriter : IAsyncDisposable
{
    // Keeps git from converting line ends, whatever its configuration.
    private const string GitAttributes = "*.tsv -text\nsnapshot.json -text\n";
    private const string GitAttributesFile = ".gitattributes";

    private readonly string target;
    private readonly string temporary;
    private readonly FileStream lockFile;

    private SnapshotFolderWriter(string target, string temporary, FileStream lockFile, Manifest? previous)
    {
        this.target = target;
        this.temporary = temporary;
        this.lockFile = lockFile;
        Previous = previous;
    }

    public Manifest? Previous { get; }

    /// <exception cref="SnapshotSeedException">The parent folder is not writable, or this is a file.</exception>
    public static SnapshotFolderWriter Create(string folder)
    {
        try
        {
            var target = SnapshotTarget.Of(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            StagingFolder.RemoveAbandoned(target);
            StagingFolder.CheckReplaceable(target);
            var previous = ReadManifest(target);
            var (temporary, lockFile) = StagingFolder.Create(target);
            return new SnapshotFolderWriter(target, temporary, lockFile, previous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }
    }

    /// <summary>A second call for the same table starts the file again.</summary>
    /// <returns>The SHA-256 of the file.</returns>
    public async Task<string> WriteTableAsync(string fileName, Func<TsvWriter, Task> write)
    {
        try
        {
            using var sha = SHA256.Create();
            await using var file = new FileStream(
                Path.Combine(temporary, fileName),
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                bufferSize: 1
            );
            var hashed = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true);
            await using (hashed)
            {
                var tsv = new TsvWriter(hashed);
                await using (tsv)
                    await write(tsv);
            }

            return Convert.ToHexStringLower(sha.Hash!);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Unwritable(target, e);
        }
    }

    /// <summary>Also copies the target's files that no snapshot owns.</summary>
    public async Task CommitAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(temporary, Manifest.FileName),
                ManifestJson.Write(manifest),
                new UTF8Encoding(false),
                cancellationToken
            );
            if (Directory.Exists(target))
                StagingFolder.CarryOverStrangers(target, temporary, OwnFiles(target));
            var gitAttributes = Path.Combine(temporary, GitAttributesFile);
            if (!Path.Exists(gitAttributes))
                await File.WriteAllTextAsync(gitAttributes, GitAttributes, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            AtomicFolder.Replace(target, temporary);
        }
        catch (Exception e) when (IsOfTheDisk(e))
        {
            throw Unwritable(target, e);
        }
    }

    /// <summary>After a commit the temporary folder is the replaced one.</summary>
    public async ValueTask DisposeAsync()
    {
        // If the folder could not be removed its lock stays, so that the next export finds it.
        var removed = StagingFolder.TryRemove(temporary);
        await lockFile.DisposeAsync();
        if (removed)
            File.Delete(lockFile.Name);
    }

    /// <summary>The manifest and the files that it names: an export removes no others.</summary>
    private static HashSet<string> OwnFiles(string folder)
    {
        var own = new HashSet<string>(StringComparer.Ordinal) { Manifest.FileName };
        if (ReadManifest(folder) is { } manifest)
            own.UnionWith(manifest.Tables.Select(table => table.File).Where(SnapshotFileName.IsSafe));

        // An export writes neither folders nor pipes, so one with such a name is not its own.
        own.RemoveWhere(name => Path.Exists(Path.Combine(folder, name)) && !RegularFile.Is(Path.Combine(folder, name)));
        return own;
    }

    /// <exception cref="SnapshotSeedException">The manifest cannot be read.</exception>
    private static Manifest? ReadManifest(string folder)
    {
        var path = Path.Combine(folder, Manifest.FileName);
        try
        {
            if (!Path.Exists(path))
                return null;
            ManifestJson.CheckFile(path);
            return ManifestJson.Read(File.ReadAllText(path), path);
        }
        catch (SnapshotSeedException e)
        {
            throw new SnapshotSeedException(
                $"{e.Message}; the files of the previous snapshot are unknown",
                "Restore the manifest from git or remove the folder. Then export again.",
                innerException: e
            );
        }
    }

    /// <summary>.NET reports a file that grows past a limit of the system (EFBIG) as a wrong argument.</summary>
    private static bool IsOfTheDisk(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    private static SnapshotSeedException Unwritable(string folder, Exception cause) =>
        new(
            $"cannot write the snapshot folder {folder}: "
                + $"{(cause is ArgumentException ? "a file became too large" : cause.Message)}",
            "Check free space and permissions of the parent folder: the export writes there first and then renames. "
                + "The previous snapshot was not changed.",
            innerException: cause
        );
}
