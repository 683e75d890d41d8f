using System.Collections.Immutable;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Snapshot;

/// <summary>The files in the manifest or, without one, every TSV file. Problems are sentences.</summary>
internal sealed record FolderListing(
    Manifest? Manifest,
    ImmutableArray<TableFile> Files,
    ImmutableArray<string> Problems
)
{
    /// <exception cref="SnapshotSeedException">No folder, or neither manifest nor TSV files in it.</exception>
    public static async Task<FolderListing> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw NoSnapshot($"folder {folder} does not exist");
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
            : throw NoSnapshot($"{folder} is not a snapshot folder: it has no {Manifest.FileName} and no TSV files");
    }

    private static FolderListing Of(Manifest manifest, string folder, List<string> names)
    {
        var strangers = names.Except(manifest.Tables.Select(table => table.File), StringComparer.Ordinal);
        return new(
            manifest,
            [.. manifest.Tables.Select(table => new TableFile(table.Name, Path.Combine(folder, table.File), table))],
            [
                .. WrongNames(manifest),
                .. strangers.Select(name =>
                    $"{name}: not in the manifest, so it would not be loaded; move it elsewhere"
                ),
            ]
        );
    }

    private static FolderListing Of(string folder, List<string> names)
    {
        var files = names
            .Select(name => new TableFile(SnapshotFileName.TableOf(name), Path.Combine(folder, name), null))
            .ToList();
        var twice = files.GroupBy(file => file.Table).Where(group => group.Count() > 1);
        return new(
            null,
            [.. files],
            [
                .. twice.Select(group =>
                    $"{group.Key}: several files: "
                    + string.Join(", ", group.Select(file => Path.GetFileName(file.Path)))
                ),
            ]
        );
    }

    private static IEnumerable<string> WrongNames(Manifest manifest)
    {
        foreach (var table in manifest.Tables.Where(table => !SnapshotFileName.IsSafe(table.File)))
            yield return $"{table.Name}: the file name in the manifest is not the name of a TSV file in the folder";
        foreach (var twice in manifest.Tables.GroupBy(table => table.Name).Where(group => group.Count() > 1))
            yield return $"{twice.Key}: appears {twice.Count()} times in the manifest";
        foreach (
            var twice in manifest
                .Tables.GroupBy(table => table.File, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
            yield return $"{twice.Key}: the manifest lists it for "
                + $"{string.Join(" and ", twice.Select(table => table.Name))}";
    }

    private static SnapshotSeedException NoSnapshot(string message) =>
        new(message, $"Name an exported folder, or a folder with one TSV file per table, with {Setting.Folder}.");
}
