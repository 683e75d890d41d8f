namespace SnapshotSeed.Snapshots;

/// <summary>Reads snapshot folders.</summary>
internal static class SnapshotReader
{
    // Files are read once. Of all that git would take the bytes stay in memory, of small ones the values too, which need
    // some ten times the room; what is beyond is read again when it is needed, and is then the same or an error.
    private const long MostBytesHeld = 256 << 20;
    private const long MostBytesOfValues = 32 << 20;
    private const long MostBytesOfAFile = 4 << 20;
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
        var scans = problems.Count == 0 ? await ScanAllAsync(folder, manifest, cancellationToken) : [];
        problems.AddRange(scans.Select(scan => scan.Problem).OfType<string>());
        if (problems.Count == 0)
            return new Snapshot([.. scans.Select(scan => scan.Table!)])
            {
                Migration = manifest.Migration,
                Sequences = manifest.Sequences,
            };
        throw SnapshotSeedException.ForProblems(
            $"the snapshot in {folder} cannot be read",
            problems,
            "Correct the lines named, or restore the files from git.",
            isNothingWritten: true
        );
    }

    /// <summary>Reads every file, as many at a time as the machine has processors.</summary>
    private static async Task<Scan[]> ScanAllAsync(
        string folder,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        var paths = manifest.Tables.Select(table => Path.Combine(folder, table.File)).ToList();
        var isHeld = Within(MostBytesHeld, MostBytesHeld, paths);
        var hasValues = Within(MostBytesOfValues, MostBytesOfAFile, paths);
        var scans = new Scan[paths.Count];
        await Parallel.ForAsync(
            0,
            paths.Count,
            cancellationToken,
            async (i, cancelled) =>
                scans[i] = await ScanAsync(
                    paths[i],
                    manifest.Tables[i],
                    new ScanOptions(isHeld[i], hasValues[i] ? MostRowsOfAFile : 0, manifest.Tables[i].Sha256),
                    cancelled
                )
        );
        return scans;
    }

    /// <summary>Which of the files, in their order, find room.</summary>
    private static List<bool> Within(long room, long mostOfAFile, List<string> paths)
    {
        var fits = new List<bool>();
        foreach (var file in paths.Select(path => new FileInfo(path)))
        {
            fits.Add(file.Exists && file.Length <= Math.Min(mostOfAFile, room));
            room -= fits[^1] ? file.Length : 0;
        }

        return fits;
    }

    private static async Task<Scan> ScanAsync(
        string path,
        ManifestTable table,
        ScanOptions options,
        CancellationToken cancellationToken
    )
    {
        if (Path.Exists(path) && !RegularFile.Is(path))
            return new($"{table.File}: a folder, pipe or device, where the manifest names a file for {table.Name}");
        try
        {
            var content = await TsvReader.ScanAsync(path, options, cancellationToken);
            return new(new SnapshotTable(table.Name, path, content) { Manifest = table });
        }
        catch (SnapshotSeedException e)
        {
            return new(e.Message);
        }
        catch (FileNotFoundException)
        {
            return new($"{table.File}: the manifest names it for {table.Name}, but it is not in the folder");
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

    /// <summary>What a table's file holds, or why it cannot be read.</summary>
    private sealed record Scan(SnapshotTable? Table, string? Problem)
    {
        public Scan(SnapshotTable table)
            : this(table, null) { }

        public Scan(string problem)
            : this(null, problem) { }
    }
}
