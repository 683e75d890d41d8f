using System.Text;
using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Init;
using SnapshotSeed.Options.File;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

/// <summary>snapshotseed init.</summary>
[Verb(
    "init",
    HelpText = "Write a first snapshotseed.json for a database, with what was found of each table, and the JSON schema beside "
        + "it. Never overwrites one."
)]
internal sealed class InitVerb : CommonOptions, ISourceOption
{
    /// <summary>What a Makefile needs.</summary>
    private const string Targets = """
        For your Makefile:

        export-demo-seed: ; snapshotseed export $(ARGS)
        import-demo-seed-to-test: ; snapshotseed import --verify $(ARGS)
        refresh-test-seed-from-demo: ; snapshotseed refresh $(ARGS)
        """;

    public string? Source { get; set; }

    public override async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var path = Config ?? SnapshotConfiguration.FileName;
        if (Path.Exists(path))
            throw new ToolException(
                Printable.Of($"{path} is there already"),
                "Edit it, or name another file with --config.",
                FailureKind.WrongUsage
            );
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(Source, session.Environment),
            cancellationToken
        );
        var text = await FirstConfiguration.WriteAsync(source.Connection, cancellationToken);
        var schema = Path.Combine(Path.GetDirectoryName(path) ?? "", FirstConfiguration.SchemaFileName);
        try
        {
            await WriteAsync(path, text, FileMode.CreateNew, cancellationToken);
            await WriteAsync(schema, FirstConfiguration.Schema, FileMode.Create, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                Printable.Of($"cannot write {path}: {e.Message}"),
                "Name a file that can be written with --config.",
                FailureKind.Failed
            );
        }

        await session.Output.WriteLineAsync($"Wrote {Printable.Of(path)} and {Printable.Of(schema)}.\n\n{Targets}");
        return ExitCode.Done;
    }

    private static async Task WriteAsync(string path, string text, FileMode mode, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, mode, FileAccess.Write);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }
}
