using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace SnapshotSeed.Testing;

/// <summary>
/// The process between us and a server (see watchdog.sh): it runs the server while a pipe from us is open, so that the
/// server ends and its folder vanishes however we end, kill -9 included.
/// </summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Holds the pipes of running servers open when a test suite keeps a connection string and drops the object behind
    // it.
    private static readonly ConcurrentDictionary<Watchdog, bool> Running = new();

    private readonly Process process;
    private Task<string> report = Task.FromResult("");

    private Watchdog(Process process) => this.process = process;

    /// <summary>The server's folder: socket, log and data.</summary>
    internal string Folder { get; private set; } = "";

    /// <summary>The server has ended, or never ran.</summary>
    internal bool HasEnded => process.HasExited;

    /// <summary>Launches a server; whether it comes up is for the caller to see.</summary>
    internal static async Task<Watchdog> LaunchAsync(
        PostgresBinaries binaries,
        string parentFolder,
        string? keepIn,
        IEnumerable<string> serverArguments,
        CancellationToken cancellationToken
    )
    {
        string[] command =
        [
            .. OwnSession(),
            .. ServerUser.Prefix(),
            "/bin/sh",
            "-c",
            Script(),
            "snapshotseed-watchdog",
            parentFolder,
            keepIn ?? "",
            binaries.Directory,
            .. serverArguments,
        ];
        // The pipes are close-on-exec, so no other child of ours keeps them open.
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        var watchdog = new Watchdog(Process.Start(start)!);
        Running.TryAdd(watchdog, true);
        try
        {
            watchdog.Folder = await watchdog.process.StandardOutput.ReadLineAsync(cancellationToken) ?? "";
            watchdog.report = watchdog.process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return watchdog;
        }
        catch
        {
            await watchdog.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tail of the server's log. Waits for the server's end.</summary>
    internal async Task<string> ReportAsync(CancellationToken cancellationToken) =>
        (await report.WaitAsync(cancellationToken)).Trim();

    /// <summary>Closes the pipe and waits until the server and its folder are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Running.TryRemove(this, out _))
            return;
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }

    // Out of the terminal's process group: Ctrl+C must not reach the server before its users are done. macOS has no
    // setsid; there the script's own immunity to signals has to do.
    private static string[] OwnSession() => PathSearch.Find("setsid") is { } setsid ? [setsid] : [];

    private static string Script()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("watchdog.sh")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
