using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Cli;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests;

/// <summary>
/// The tool as users run it: a process of its own. Where that makes no difference, <see cref="RunVerbAsync"/> is
/// quicker.
/// </summary>
internal sealed class Tool : IDisposable
{
    private static readonly ImmutableArray<string> Command = ToolProgram.Current.Command;

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private Tool(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public static Tool Start(params string[] arguments) => StartProgram([.. Command, .. arguments]);

    /// <summary>Runs the tool in a shell that redirects its output as told.</summary>
    public static async Task<ToolRun> RunRedirectedAsync(string redirection, params string[] arguments)
    {
        using var tool = StartInShell($"exec \"$@\" {redirection}", arguments);
        return await tool.EndAsync();
    }

    /// <summary>
    /// Runs the tool with a limit for the size of every file it writes, which it meets as it would a full disk.
    /// </summary>
    public static async Task<ToolRun> RunWithFileLimitAsync(int blocks, params string[] arguments)
    {
        // The runtime, too, would write one: for the code that it compiles.
        var script = string.Create(
            CultureInfo.InvariantCulture,
            $"trap '' XFSZ; ulimit -f {blocks}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\""
        );
        using var tool = StartInShell(script, arguments);
        return await tool.EndAsync();
    }

    /// <param name="script">What runs its own arguments as a command.</param>
    /// <param name="arguments">The tool's.</param>
    private static Tool StartInShell(string script, string[] arguments) =>
        StartProgram(["sh", "-c", script, "sh", .. Command, .. arguments]);

    private static Tool StartProgram(ReadOnlySpan<string> command)
    {
        Interrupts.ReachPrograms();
        var start = new ProcessStartInfo(command[0], command[1..].ToArray())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    name.StartsWith("PG", StringComparison.Ordinal)
                    || name.StartsWith("DATABASE_URL", StringComparison.Ordinal)
                )
                .ToList()
        )
            start.Environment.Remove(name);
        return new Tool(Process.Start(start)!);
    }

    public static async Task<ToolRun> RunAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    /// <summary>Reads a command line and runs its verb in this process.</summary>
    public static async Task<ToolRun> RunVerbAsync(params string[] arguments)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await using var errors = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var (verb, exitCode) = CommandLineReader.Read(arguments, output, errors);
        if (verb is not null)
            exitCode = await Wait.ForAsync(
                $"snapshotseed {arguments[0]} ends",
                verb.RunAsync(new VerbContext(output, NullLogger.Instance, _ => null), CancellationToken.None)
            );
        return new ToolRun(exitCode, output.ToString(), errors.ToString());
    }

    /// <summary>
    /// As <see cref="RunVerbAsync"/>, and ends as the program does: with messages, log and exit code. What ended it and
    /// what was logged can be looked at, too.
    /// </summary>
    public static Task<ToolRun> RunToEndAsync(params string[] arguments) =>
        RunToEndAsync(CancellationToken.None, arguments);

    /// <summary>The same, cancelled where the token is.</summary>
    public static async Task<ToolRun> RunToEndAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        await using var errors = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var log = new LogLines(errors.WriteLine);
        var (verb, refused) = CommandLineReader.Read(arguments, output, errors);
        if (verb is null)
            return new ToolRun(refused, output.ToString(), errors.ToString());
        var (exitCode, ended) = await Wait.ForAsync(
            $"snapshotseed {arguments[0]} ends",
            VerbRun.RunAsync(
                verb,
                new VerbContext(output, log, _ => null),
                failure => failure.WriteTo(errors),
                cancellationToken
            )
        );
        return new ToolRun(exitCode, output.ToString(), errors.ToString()) { Failure = ended, Log = log };
    }

    public async Task<ToolRun> EndAsync()
    {
        await Wait.ForAsync("the tool ends", Task.WhenAll(process.WaitForExitAsync(), output, errors));
        return new ToolRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await Wait.ForAsync("kill ends", kill.WaitForExitAsync());
    }

    /// <summary>SIGKILL: nothing of the tool's own runs any more.</summary>
    public void Kill() => process.Kill();

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
