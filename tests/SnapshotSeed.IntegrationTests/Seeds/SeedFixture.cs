using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>A hand-written seed of the repository, and a database with its schema.</summary>
internal sealed class SeedFixture : IAsyncDisposable
{
    private readonly string name;
    private readonly TemporaryFolder temporary = new();

    private SeedFixture(string name, TestDatabase target)
    {
        this.name = name;
        Target = target;
        Folder = System.IO.Path.Combine(FixtureFolders.At(name), "seed");
    }

    public TestDatabase Target { get; }

    /// <summary>The seed's folder; a copy of it once it was edited.</summary>
    public string Folder { get; private set; }

    public static async Task<SeedFixture> CreateAsync(PostgresFixture postgres, string name) =>
        new(
            name,
            await postgres.CloneAsync(
                "test",
                await File.ReadAllTextAsync(System.IO.Path.Combine(FixtureFolders.At(name), "schema.sql"))
            )
        );

    /// <summary>Runs the tool's import as a user would, with the fixture's configuration.</summary>
    public Task<ToolRun> ImportAsync(params string[] options) => RunAsync("import", options);

    public Task<ToolRun> VerifyAsync() => RunAsync("verify");

    /// <summary>Replaces a text in a copy of a file.</summary>
    public async Task EditAsync(string file, string old, string replacement)
    {
        if (!Folder.StartsWith(temporary.Root, StringComparison.Ordinal))
        {
            var copy = temporary["seed"];
            Directory.CreateDirectory(copy);
            foreach (var path in Directory.EnumerateFiles(Folder))
                File.Copy(path, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(path)));
            Folder = copy;
        }

        var edited = System.IO.Path.Combine(Folder, file);
        var text = await File.ReadAllTextAsync(edited);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(edited, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        temporary.Dispose();
        await Target.DisposeAsync();
    }

    private Task<ToolRun> RunAsync(string verb, params string[] options) =>
        Tool.RunToEndAsync([
            verb,
            "--target",
            Target.Url,
            "--snapshot",
            Folder,
            "--config",
            System.IO.Path.Combine(FixtureFolders.At(name), "snapshotseed.json"),
            .. options,
        ]);
}
