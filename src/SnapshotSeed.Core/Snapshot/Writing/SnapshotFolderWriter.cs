using System.Security.Cryptography;
using System.Text;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot.Writing;

/// <summary>
/// Writes a snapshot into a temporary folder beside the target and puts it in the target's place in one step. Until
/// then the target is as it was; disposing without <see cref="CommitAsync"/> leaves nothing behind.
/// </summary>
internal sealed class SnapshotFolderWriter : IAsyncDisposable
{
    // Whatever a user has git do with line ends, it leaves these alone.
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

    /// <summary>The manifest of the snapshot that is replaced; null where there is none.</summary>
    public Manifest? Previous { get; }

    /// <exception cref="SnapshotSeedException">
    /// The folder beside the target cannot be written, or the target is a file.
    /// </exception>
    public static SnapshotFolderWriter Create(string folder)
    {
        try
        {
            var target = SnapshotTarget.Of(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            TemporaryFolder.RemoveAbandoned(target);
            TemporaryFolder.CheckReplaceable(target);
            var previous = ReadManifest(target);
            var (temporary, lockFile) = TemporaryFolder.Create(target);
            return new SnapshotFolderWriter(target, temporary, lockFile, previous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }
    }

    /// <summary>Writes one table's file; anew where that was begun before.</summary>
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

    /// <summary>
    /// Writes the manifest, carries over the files that are not the old snapshot's, and puts the folder in place.
    /// </summary>
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
                TemporaryFolder.CarryOverStrangers(target, temporary, OwnFiles(target));
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

    /// <summary>
    /// Removes the temporary folder: what was written so far, or after a commit the folder that was replaced.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // The lock stays with what could not be removed: by it the next export finds that.
        var removed = TemporaryFolder.TryRemove(temporary);
        await lockFile.DisposeAsync();
        if (removed)
            File.Delete(lockFile.Name);
    }

    /// <summary>
    /// The manifest of the folder and the files it names: those, and only those, are the product's to remove.
    /// </summary>
    private static HashSet<string> OwnFiles(string folder)
    {
        var own = new HashSet<string>(StringComparer.Ordinal) { Manifest.FileName };
        if (ReadManifest(folder) is { } manifest)
            own.UnionWith(manifest.Tables.Select(table => table.File).Where(SnapshotFileName.IsSafe));

        // A folder or pipe of such a name is none that an export has written.
        own.RemoveWhere(name => Path.Exists(Path.Combine(folder, name)) && !RegularFile.Is(Path.Combine(folder, name)));
        return own;
    }

    /// <summary>The manifest of a folder; null where there is none.</summary>
    /// <exception cref="SnapshotSeedException">It cannot be read.</exception>
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

    /// <summary>
    /// .NET takes a file that grows beyond what its file system or the process may have (EFBIG) for a wrong argument.
    /// </summary>
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
