using System.Text;
using CommandLine;
using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli.Verbs;

[Verb(
    "init",
    HelpText = "Write a first snapshotseed.json for a database, and its JSON schema; overwrites only its own schema."
)]
internal sealed class InitVerb : Verb
{
    private const string Targets = """
        For your Makefile:

        export-demo-seed: ; snapshotseed export $(ARGS)
        import-demo-seed-to-test: ; snapshotseed import --verify $(ARGS)
        refresh-test-seed-from-demo: ; snapshotseed refresh $(ARGS)
        """;

    // The beginning of every schema that the tool has written.
    private const string Title = "\"title\": \"snapshotseed.json\"";

    public override ToolCommands Command => ToolCommands.Init;

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var path = Config ?? ConfigurationFile.Name;
        var schema = Path.Combine(Path.GetDirectoryName(path) ?? "", ConfigurationFile.SchemaName);
        if (Path.Exists(path))
            throw Exists(path, "Edit it, or name another file with --config.");
        await using var source = await OpenDatabase.OpenAsync(
            DatabaseAddress.Source(Source, context.Environment),
            cancellationToken
        );
        var text = await ConfigurationFile.ProposeAsync(source.Connection, cancellationToken);
        try
        {
            if (Path.Exists(schema) && !await IsOursAsync(schema, cancellationToken))
                throw Exists(schema, "Move it away, or name a file in another folder with --config.");
            await WriteAsync(path, text, FileMode.CreateNew, cancellationToken);
            await WriteAsync(schema, ConfigurationFile.Schema, FileMode.Create, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(
                Printable.Of($"cannot write {path}: {e.Message}"),
                "Name a writable file with --config.",
                FailureKind.Failed
            );
        }

        await context.ReportAsync(
            Json
                ? JsonReport.Init(path, schema)
                : $"Wrote {Printable.Of(path)} and {Printable.Of(schema)}.\n\n{Targets}"
        );
        return ExitCode.Done;
    }

    private static ToolException Exists(string path, string hint) =>
        new(Printable.Of($"{path} exists already"), hint, FailureKind.WrongUsage);

    /// <summary>Of this or another version: then it is replaced.</summary>
    private static async Task<bool> IsOursAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path)
        && (await File.ReadAllTextAsync(path, cancellationToken)).Contains(Title, StringComparison.Ordinal);

    private static async Task WriteAsync(string path, string text, FileMode mode, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, mode, FileAccess.Write);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }
}
