using System.Collections.Immutable;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

/// <summary>What a snapshot folder consists of: what its manifest names, or without one every TSV file by its name.</summary>
/// <param name="Manifest">The manifest; null where there is none.</param>
/// <param name="Files">The files.</param>
/// <param name="Problems">What is wrong with their names.</param>
internal sealed record FolderListing(
    Manifest? Manifest,
    ImmutableArray<SnapshotFile> Files,
    ImmutableArray<string> Problems
)
{
    /// <exception cref="SnapshotSeedException">There is no such folder, or it has neither manifest nor TSV files.</exception>
    public static async Task<FolderListing> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw NoSnapshot($"there is no folder {folder}");
        var names = Directory
            .EnumerateFiles(folder, "*.tsv")
            .Select(path => Path.GetFileName(path))
            .Where(SnapshotFileName.IsSafe)
            .Order(StringComparer.Ordinal)
            .ToList();
        var path = Path.Combine(folder, Manifest.FileName);
        if (Path.Exists(path))
        {
            ManifestJson.CheckFile(path);
            return Of(ManifestJson.Read(await File.ReadAllTextAsync(path, cancellationToken), path), folder, names);
        }

        return names.Count > 0
            ? Of(folder, names)
            : throw NoSnapshot(
                $"{folder} is not a snapshot folder: it has no {Manifest.FileName}, and no TSV files either"
            );
    }

    private static FolderListing Of(Manifest manifest, string folder, List<string> names)
    {
        var strangers = names.Except(manifest.Tables.Select(table => table.File), StringComparer.Ordinal);
        return new(
            manifest,
            [.. manifest.Tables.Select(table => new SnapshotFile(table.Name, Path.Combine(folder, table.File), table))],
            [
                .. WrongNames(manifest),
                .. strangers.Select(name =>
                    $"{name}: not named by the manifest, so nothing would be loaded from it; move it away, or into a folder without a manifest"
                ),
            ]
        );
    }

    private static FolderListing Of(string folder, List<string> names)
    {
        var files = names
            .Select(name => new SnapshotFile(SnapshotFileName.TableOf(name), Path.Combine(folder, name), null))
            .ToList();
        var twice = files.GroupBy(file => file.Table).Where(group => group.Count() > 1);
        return new(
            null,
            [.. files],
            [
                .. twice.Select(group =>
                    $"{group.Key}: {string.Join(" and ", group.Select(file => Path.GetFileName(file.Path)))} are both files for it"
                ),
            ]
        );
    }

    private static IEnumerable<string> WrongNames(Manifest manifest)
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
            yield return $"{twice.Key}: the manifest names this file for "
                + $"{string.Join(" and ", twice.Select(table => table.Name))}";
    }

    private static SnapshotSeedException NoSnapshot(string message) =>
        new(
            message,
            $"Name a folder that an export has written, or one with a TSV file a table, with {Setting.Folder}."
        );
}
