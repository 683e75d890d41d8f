namespace SnapshotSeed.Snapshots;

/// <summary>Reads snapshot folders.</summary>
internal static class SnapshotReader
{
    // Files are read once; of larger ones, and beyond that sum, the values are read again when they are needed.
    private const long MostBytesOfAFile = 4 << 20;
    private const long MostBytesOfAll = 32 << 20;
    private const long MostRowsOfAFile = 20_000;

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
                    ? (Wording)$"{folder} is not a snapshot folder: it has no {Manifest.FileName}"
                    : $"there is no folder {folder}",
                $"Name a folder that an export has written, with {Setting.Folder}."
            );
        }

        try
        {
            ManifestJson.CheckFile(path);
            return await ReadAsync(
                folder,
                ManifestJson.Read(await File.ReadAllTextAsync(path, cancellationToken), path),
                cancellationToken
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

    private static async Task<Snapshot> ReadAsync(string folder, Manifest manifest, CancellationToken cancellationToken)
    {
        var problems = CheckNames(manifest).ToList();
        var tables = new List<SnapshotTable>();
        long kept = 0;
        foreach (var table in problems.Count == 0 ? manifest.Tables : [])
        {
            var (content, problem) = await ScanAsync(folder, table, MostBytesOfAll - kept, cancellationToken);
            if (content is null)
                problems.Add(problem!);
            else
                tables.Add(
                    new SnapshotTable(table.Name, Path.Combine(folder, table.File), content) { Manifest = table }
                );
            kept += content?.Kept is null ? 0 : content.Bytes;
        }

        if (problems.Count == 0)
            return new Snapshot([.. tables]) { Migration = manifest.Migration };
        throw SnapshotSeedException.ForProblems(
            $"the snapshot in {folder} cannot be read",
            problems,
            "Correct the lines named, or restore the files from git.",
            isNothingWritten: true
        );
    }

    /// <returns>What a table's file holds, or why it cannot be read.</returns>
    private static async Task<(TsvContent? Content, string? Problem)> ScanAsync(
        string folder,
        ManifestTable table,
        long room,
        CancellationToken cancellationToken
    )
    {
        var file = new FileInfo(Path.Combine(folder, table.File));
        if (Path.Exists(file.FullName) && !RegularFile.Is(file.FullName))
            return (null, $"{table.File}: a folder, pipe or device, where the manifest names a file for {table.Name}");
        try
        {
            var isKept = file.Exists && file.Length <= Math.Min(MostBytesOfAFile, room);
            return (await TsvReader.ScanAsync(file.FullName, isKept ? MostRowsOfAFile : 0, cancellationToken), null);
        }
        catch (SnapshotSeedException e)
        {
            return (null, e.Message);
        }
        catch (FileNotFoundException)
        {
            return (null, $"{table.File}: the manifest names it for {table.Name}, but it is not in the folder");
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
            yield return $"{twice.Key}: the manifest names this file for "
                + $"{string.Join(" and ", twice.Select(table => table.Name))}";
    }
}
