using System.Runtime.InteropServices;

namespace SnapshotSeed.Demo;

/// <summary>
/// The signals that ask us to stop. We never end by them at once: before a command runs they cancel the preparations,
/// then it is the command's end that ends us.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int SignalOffset = 128;
    private const int NoProcess = 0;

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;
    private volatile int child = NoProcess;

    internal StopSignals() =>
        registrations = [
            Register(PosixSignal.SIGINT, 2),
            Register(PosixSignal.SIGTERM, 15),
            Register(PosixSignal.SIGHUP, 1),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => stop.Token;

    /// <summary>What a shell reports for a program that the first signal ended.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>
    /// From now on passes SIGTERM and SIGHUP on. Ctrl+C reaches the child by itself, being of our process group.
    /// </summary>
    internal void ForwardTo(int processId) => child = processId;

    /// <summary>The child has ended, its number may be given to another process.</summary>
    internal void StopForwarding() => child = NoProcess;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        stop.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                if (!stop.IsCancellationRequested)
                    ExitCode = SignalOffset + number;
                if (child is not NoProcess and var process && signal != PosixSignal.SIGINT)
                    _ = Kill(process, number);
                stop.Cancel();
            }
        );

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
