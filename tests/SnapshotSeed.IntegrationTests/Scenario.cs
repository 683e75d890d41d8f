using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests;

/// <summary>
/// A source with data, a target of the same schema without, and a snapshot folder: what nearly every test needs.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private readonly TemporaryFolder temporary = new();

    private Scenario(TestDatabase source, TestDatabase target)
    {
        Source = source;
        Target = target;
    }

    public TestDatabase Source { get; }

    public TestDatabase Target { get; }

    /// <summary>The snapshot folder. It does not exist before the first export.</summary>
    public string Folder => temporary["snapshot"];

    /// <summary>The folder that holds the snapshot folder.</summary>
    public string Parent => temporary.Root;

    public static async Task<Scenario> CreateAsync(
        PostgresFixture postgres,
        string schema,
        string data,
        string? targetData = null
    ) =>
        new(
            await postgres.CloneAsync("demo", $"{schema};\n{data}"),
            await postgres.CloneAsync("test", targetData is null ? schema : $"{schema};\n{targetData}")
        );

    /// <summary>One that has exported already.</summary>
    public static async Task<Scenario> ExportedAsync(
        PostgresFixture postgres,
        string schema,
        string data,
        ExportOptions? options = null
    )
    {
        var scenario = await CreateAsync(postgres, schema, data);
        await scenario.ExportAsync(options);
        return scenario;
    }

    public string Path(string file) => System.IO.Path.Combine(Folder, file);

    public async Task<ExportResult> ExportAsync(
        ExportOptions? options = null,
        string? folder = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await Source.OpenAsync();
        var exporter = new ExportRun(connection);
        return await Wait.ForAsync(
            "the export ends",
            exporter.ExportAsync(folder ?? Folder, options ?? new ExportOptions(), cancellationToken)
        );
    }

    public async Task<ImportResult> ImportAsync(
        ImportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await Target.OpenAsync();
        var importer = new ImportRun(connection);
        return await Wait.ForAsync(
            "the import ends",
            importer.ImportAsync(Folder, options ?? new ImportOptions(), cancellationToken)
        );
    }

    public async Task<VerificationReport> VerifyAsync()
    {
        await using var connection = await Target.OpenAsync();
        var importer = new ImportRun(connection);
        return await Wait.ForAsync("the verification ends", importer.VerifyAsync(Folder, new ImportOptions()));
    }

    /// <summary>Imports, and expects that to be refused with nothing written.</summary>
    public async Task<SnapshotSeedException> RefusalAsync(ImportOptions? options = null)
    {
        var before = await Target.ContentAsync();
        var refusal = await Assert.ThrowsAsync<SnapshotSeedException>(() => ImportAsync(options));
        Assert.Equal(before, await Target.ContentAsync());
        Assert.NotEmpty(refusal.Hint);
        return refusal;
    }

    /// <summary>Replaces text in a file of the snapshot; it must be there.</summary>
    public async Task EditAsync(string file, string old, string replacement)
    {
        var text = await File.ReadAllTextAsync(Path(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path(file), text.Replace(old, replacement, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        temporary.Dispose();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
