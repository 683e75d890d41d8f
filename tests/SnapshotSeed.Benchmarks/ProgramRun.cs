using System.ComponentModel;
using System.Diagnostics;

namespace SnapshotSeed.Benchmarks;

/// <summary>What a whole process took, from its start to its end.</summary>
/// <param name="Elapsed">Wall clock time.</param>
/// <param name="PeakMemory">
/// The most physical memory that it had, in bytes, as far as looking now and then shows.
/// </param>
/// <param name="Output">What it printed.</param>
internal sealed record ProgramRun(TimeSpan Elapsed, long PeakMemory, string Output)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(20);

    // Looking takes a millisecond of a processor, which long runs that keep all of them busy would wait for.
    private const double PollShare = 0.05;

    /// <exception cref="BenchmarkException">The program is missing, or failed.</exception>
    public static async Task<ProgramRun> OfAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var watch = Stopwatch.StartNew();
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var ended = process.WaitForExitAsync(CancellationToken.None);
        long peak = 0;
        try
        {
            while (await Task.WhenAny(ended, Task.Delay(NextPoll(watch.Elapsed), cancellationToken)) != ended)
            {
                cancellationToken.ThrowIfCancellationRequested();
                peak = Math.Max(peak, Memory(process));
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var elapsed = watch.Elapsed;
        if (process.ExitCode != 0)
            throw new BenchmarkException(
                $"{Path.GetFileName(program)} ended with {process.ExitCode}:\n{await output}{await errors}"
            );
        return new ProgramRun(elapsed, peak, await output);
    }

    private static TimeSpan NextPoll(TimeSpan elapsed) =>
        elapsed * PollShare is var share && share > ShortestPoll ? share : ShortestPoll;

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new BenchmarkException($"cannot run {start.FileName}: {exception.Message}");
        }
    }

    // The system's own record of the peak where it keeps one, else the present size.
    private static long Memory(Process process)
    {
        try
        {
            process.Refresh();
            return Math.Max(process.PeakWorkingSet64, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}
