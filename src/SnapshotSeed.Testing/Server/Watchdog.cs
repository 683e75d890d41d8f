using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace SnapshotSeed.Testing;

/// <summary>Runs a server (watchdog.sh) while a pipe from this process is open: it ends even after kill -9.</summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A test suite may keep only a connection string and drop the server object: this keeps the pipe open.
    private static readonly ConcurrentDictionary<Watchdog, bool> Running = new();

    private readonly Process process;
    private Task<string> report = Task.FromResult("");

    private Watchdog(Process process) => this.process = process;

    /// <summary>With socket, log and data.</summary>
    internal string Folder { get; private set; } = "";

    internal bool HasEnded => process.HasExited;

    /// <summary>Does not wait until the server accepts connections.</summary>
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
        // The pipes are close-on-exec, so no other child process keeps them open.
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

    /// <summary>Waits for the server's end and returns the tail of its log.</summary>
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

    // Outside the terminal's process group, Ctrl+C does not stop the server before its users. macOS has no setsid;
    // there the script ignores signals.
    private static string[] OwnSession() => PathSearch.Find("setsid") is { } setsid ? [setsid] : [];

    private static string Script()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("watchdog.sh")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
