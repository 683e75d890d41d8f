using System.Collections.Immutable;

namespace SnapshotSeed.Snapshots;

/// <summary>One table of a snapshot as it lies in the folder now.</summary>
/// <param name="Manifest">What the manifest says.</param>
/// <param name="Path">The file's path.</param>
/// <param name="Content">What the file holds.</param>
internal sealed record SnapshotTable(ManifestTable Manifest, string Path, TsvSummary Content)
{
    /// <summary>
    /// Whether the file is no longer the one that was exported: someone edited it, which is allowed and said.
    /// </summary>
    public bool IsEdited => Content.Sha256 != Manifest.Sha256;

    public Task<TsvRows> ReadRowsAsync(CancellationToken cancellationToken) =>
        TsvReader.ReadAsync(Path, Content, cancellationToken);
}

/// <summary>A snapshot folder, checked as far as it can be without a database.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Tables">Its tables, in load order.</param>
internal sealed record Snapshot(Manifest Manifest, ImmutableArray<SnapshotTable> Tables);

/// <summary>Reads snapshot folders.</summary>
internal static class SnapshotReader
{
    /// <exception cref="SnapshotSeedException">
    /// The folder is no snapshot, or files are missing or malformed: all problems together.
    /// </exception>
    public static async Task<Snapshot> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Manifest.FileName);
        if (!Directory.Exists(folder) || !Path.Exists(path))
        {
            throw new SnapshotSeedException(
                Directory.Exists(folder)
                    ? $"{folder} is not a snapshot folder: it has no {Manifest.FileName}"
                    : $"there is no folder {folder}",
                "Name a folder that snapshotseed export has written, with --snapshot."
            );
        }

        try
        {
            ManifestJson.CheckFile(path);
            var manifest = ManifestJson.Read(await File.ReadAllTextAsync(path, cancellationToken), path);
            var problems = CheckNames(manifest).ToList();
            var tables = new List<SnapshotTable>();
            foreach (var table in problems.Count == 0 ? manifest.Tables : [])
            {
                try
                {
                    var file = Path.Combine(folder, table.File);
                    if (Path.Exists(file) && !RegularFile.Is(file))
                    {
                        problems.Add(
                            $"{table.File}: a folder, pipe or device, where the manifest names a file for {table.Name}"
                        );
                        continue;
                    }

                    tables.Add(new SnapshotTable(table, file, await TsvReader.ScanAsync(file, cancellationToken)));
                }
                catch (SnapshotSeedException e)
                {
                    problems.Add(e.Message);
                }
                catch (FileNotFoundException)
                {
                    problems.Add($"{table.File}: the manifest names it for {table.Name}, but it is not in the folder");
                }
            }

            return problems.Count == 0
                ? new Snapshot(manifest, [.. tables])
                : throw SnapshotSeedException.ForProblems(
                    $"the snapshot in {folder} cannot be read",
                    problems,
                    "Correct the lines named, or restore the files from git. Nothing was written."
                );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SnapshotSeedException(
                $"cannot read the snapshot folder {folder}: {e.Message}",
                "Check its permissions.",
                innerException: e
            );
        }
    }

    private static IEnumerable<string> CheckNames(Manifest manifest)
    {
        foreach (var table in manifest.Tables.Where(table => !SnapshotFileName.IsSafe(table.File)))
            yield return $"{table.Name}: the manifest's file name is no plain name within the folder";
        foreach (var twice in manifest.Tables.GroupBy(table => table.Name).Where(group => group.Count() > 1))
            yield return $"{twice.Key}: the manifest has it {twice.Count()} times";
        foreach (
            var twice in manifest
                .Tables.GroupBy(table => table.File, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            yield return $"{twice.Key}: the manifest names this file for {string.Join(" and ", twice.Select(table => table.Name))}";
    }
}
