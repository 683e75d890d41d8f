namespace SnapshotSeed.Benchmarks;

/// <summary>A temporary folder for snapshots and scripts, gone afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("snapshotseed-bench-");

    /// <summary>Where the tool leaves its snapshot, for the imports to take.</summary>
    public string Snapshot(Source source, int limit) => Folder($"snapshot-{source.Name}-{limit}");

    public string Folder(string name) => Path.Combine(root.FullName, name);

    /// <summary>A new, empty folder.</summary>
    public string Empty(string name)
    {
        var folder = Folder(name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }

    public async Task<string> WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Folder(name);
        await File.WriteAllTextAsync(path, text, cancellationToken);
        return path;
    }

    public void Dispose() => root.Delete(recursive: true);
}
