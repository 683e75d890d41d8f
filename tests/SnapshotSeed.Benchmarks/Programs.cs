using SnapshotSeed.Testing;

namespace SnapshotSeed.Benchmarks;

/// <summary>The two sides of every comparison: the tool as it is published, and psql with a script.</summary>
internal sealed class Programs(PostgresBinaries binaries, Workspace workspace)
{
    private readonly string tool = Path.GetFullPath("bin/snapshotseed");
    private readonly string psql =
        Path.Combine(binaries.Directory, "psql") is var beside && File.Exists(beside) ? beside : "psql";
    private int scripts;

    public Task<ProgramRun> ExportAsync(
        string url,
        string folder,
        int limit,
        CancellationToken cancellationToken,
        params string[] options
    ) =>
        RunToolAsync(
            [
                "export",
                "--source",
                url,
                "--snapshot",
                folder,
                "--limit",
                FormattableString.Invariant($"{limit}"),
                .. options,
            ],
            cancellationToken
        );

    public Task<ProgramRun> ImportAsync(
        string url,
        string folder,
        CancellationToken cancellationToken,
        params string[] options
    ) => RunToolAsync(["import", "--target", url, "--snapshot", folder, .. options], cancellationToken);

    public async Task<ProgramRun> PsqlAsync(string url, string script, CancellationToken cancellationToken)
    {
        var file = await workspace.WriteAsync(
            FormattableString.Invariant($"{++scripts}.sql"),
            script,
            cancellationToken
        );
        return await ProgramRun.OfAsync(
            psql,
            ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file],
            cancellationToken
        );
    }

    private Task<ProgramRun> RunToolAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        ProgramRun.OfAsync(tool, [.. arguments, "--verbosity", "error"], cancellationToken);
}
