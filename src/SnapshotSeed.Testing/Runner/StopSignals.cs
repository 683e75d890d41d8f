using System.Runtime.InteropServices;

namespace SnapshotSeed.Testing.Runner;

/// <summary>
/// The signals that ask us to stop. We never end by them at once: before a command runs they cancel the preparations, then it is
/// the command's end that ends us.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    private const int SignalOffset = 128;
    private const int NoProcess = 0;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile int _child = NoProcess;

    internal StopSignals() =>
        _registrations = [Register(PosixSignal.SIGINT, 2), Register(PosixSignal.SIGTERM, 15), Register(PosixSignal.SIGHUP, 1)];

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>What a shell reports for a program that the first signal ended.</summary>
    internal int ExitCode { get; private set; }

    /// <summary>From now on passes SIGTERM and SIGHUP on. Ctrl+C reaches the child by itself, being of our process group.</summary>
    internal void ForwardTo(int processId) => _child = processId;

    /// <summary>The child has ended, its number may be given to another process.</summary>
    internal void StopForwarding() => _child = NoProcess;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (!_stop.IsCancellationRequested)
            ExitCode = SignalOffset + number;
        if (_child is not NoProcess and var child && signal != PosixSignal.SIGINT)
            _ = Kill(child, number);
        _stop.Cancel();
    });

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
