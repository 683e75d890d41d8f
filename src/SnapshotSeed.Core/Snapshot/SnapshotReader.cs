using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot;

internal static class SnapshotReader
{
    // Each file is read once. The bytes of all files that git would take stay in memory, of small files also the
    // values, which need about ten times the room. A larger file is read again; it must not have changed.
    private const long MostBytesHeld = 256 << 20;
    private const long MostBytesOfValues = 32 << 20;
    private const long MostBytesOfAFile = 4 << 20;
    private const long MostRowsOfAFile = 20_000;

    private const string Correct = "Correct these lines, or restore the files from git.";

    /// <exception cref="SnapshotSeedException">It is no snapshot, or files are wrong: all problems.</exception>
    public static async Task<SnapshotFiles> ReadAsync(
        string folder,
        ReadingOptions options,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await ReadAsync(
                folder,
                await FolderListing.ReadAsync(folder, cancellationToken),
                options,
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

    /// <inheritdoc cref="ReadAsync(string, ReadingOptions, CancellationToken)"/>
    public static async Task<SnapshotFiles> ReadAsync(
        string folder,
        FolderListing listing,
        ReadingOptions options,
        CancellationToken cancellationToken
    )
    {
        var problems = listing.Problems.ToList();
        var nullText = listing.Manifest is null ? CheckedNull(options.Null) : ImportOptions.ExportedNull;
        var selected = options.Select(listing.Files.Select(file => file.Table));
        var files = listing.Files.Where(file => selected.Contains(file.Table)).ToList();
        var scans = problems.Count == 0 ? await ScanAllAsync(files, nullText, cancellationToken) : [];
        if (!options.KeepGoing)
            problems.AddRange(scans.Select(scan => scan.Problem).OfType<string>());
        if (problems.Count == 0)
            return new SnapshotFiles([.. scans.Select(scan => scan.Table).OfType<SnapshotTable>()])
            {
                Unreadable =
                [
                    .. files
                        .Zip(scans)
                        .Where(pair => pair.Second.Problem is not null)
                        .Select(pair => new RowProblem(pair.Second.Kind, pair.First.Table)
                        {
                            File = Path.GetFileName(pair.First.Path),
                            Detail = pair.Second.Problem,
                        }),
                    .. selected.Absent.Select(table => new RowProblem(RowProblemKind.NoFile, table)),
                ],
                AreAll = selected.AreAll,
                LeftOut = [.. listing.Files.Except(files)],
                Migration = listing.Manifest?.Migration,
                Migrations = listing.Manifest?.Migrations ?? [],
                Sequences = listing.Manifest?.Sequences ?? [],
                Null = nullText,
                HasManifest = listing.Manifest is not null,
            };
        throw SnapshotSeedException.ForProblems(
            $"cannot read the snapshot in {folder}",
            problems,
            $"{Correct}{Ways(scans)}",
            isNothingWritten: true
        );
    }

    /// <summary>What helps beside correcting the files that were read.</summary>
    private static MessageTemplate Ways(Scan[] scans) =>
        scans.Any(scan => scan.Kind == RowProblemKind.NoFile)
            ? (MessageTemplate)
                $" {Setting.KeepGoing} imports the other files. If a file was deleted on purpose, snapshotseed check --update takes it out of {Manifest.FileName}."
        : scans.Any(scan => scan.Problem is not null)
            ? (MessageTemplate)$" {Setting.KeepGoing} imports the other files."
        : (MessageTemplate)"";

    /// <exception cref="SnapshotSeedException">Files are missing or malformed: all problems.</exception>
    public static async Task<IReadOnlyList<SnapshotTable>> ReadAsync(
        IReadOnlyList<TableFile> files,
        string nullText,
        CancellationToken cancellationToken
    )
    {
        var scans = await ScanAllAsync(files, nullText, cancellationToken);
        var problems = scans.Select(scan => scan.Problem).OfType<string>().ToList();
        return problems.Count == 0
            ? [.. scans.Select(scan => scan.Table!)]
            : throw SnapshotSeedException.ForProblems(
                "cannot read the files of tables that labels refer to",
                problems,
                Correct,
                isNothingWritten: true
            );
    }

    private static string CheckedNull(string text) =>
        text.Any(c => c is '\t' or '"' or '\n' or '\r')
            ? throw new SnapshotSeedException(
                $"{Setting.Null}: the text for NULL contains a tab, a quote or a line break",
                "Use for example \\N or NULL, or an empty text for empty fields.",
                FailureKind.WrongUsage
            )
            : text;

    private static async Task<Scan[]> ScanAllAsync(
        IReadOnlyList<TableFile> files,
        string nullText,
        CancellationToken cancellationToken
    )
    {
        var paths = files.Select(file => file.Path).ToList();
        var isHeld = Within(MostBytesHeld, MostBytesHeld, paths);
        var hasValues = Within(MostBytesOfValues, MostBytesOfAFile, paths);
        var scans = new Scan[paths.Count];
        await Parallel.ForAsync(
            0,
            paths.Count,
            cancellationToken,
            async (i, cancelled) =>
                scans[i] = await ScanAsync(
                    files[i],
                    new ScanOptions(isHeld[i], hasValues[i] ? MostRowsOfAFile : 0, files[i].Manifest?.Sha256)
                    {
                        Null = nullText,
                    },
                    cancelled
                )
        );
        return scans;
    }

    /// <summary>Whether each file still fits into the room that the files before it leave.</summary>
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

    private static async Task<Scan> ScanAsync(TableFile file, ScanOptions options, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(file.Path);
        if (Path.Exists(file.Path) && !RegularFile.Is(file.Path))
            return new($"{name}: expected a file for {file.Table}, found a folder, pipe or device");
        try
        {
            var content = await TsvReader.ScanAsync(file.Path, options, cancellationToken);
            return new(new SnapshotTable(file.Table, file.Path, content) { Manifest = file.Manifest });
        }
        catch (SnapshotSeedException e)
        {
            return new(e.Message);
        }
        catch (FileNotFoundException)
        {
            return new($"{name}: missing; the manifest lists it for {file.Table}") { Kind = RowProblemKind.NoFile };
        }
    }

    private sealed record Scan(SnapshotTable? Table, string? Problem)
    {
        public RowProblemKind Kind { get; init; } = RowProblemKind.Unreadable;

        public Scan(SnapshotTable table)
            : this(table, null) { }

        public Scan(string problem)
            : this(null, problem) { }
    }
}
