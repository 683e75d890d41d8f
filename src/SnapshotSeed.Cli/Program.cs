using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Serilog.Extensions.Logging;
using SnapshotSeed.Cli;

// One Ctrl+C may reach us twice, from the terminal and from a parent that passes it on. A later one means that we take
// too long: it ends the process as if there were no handler, which leaves no more behind than a kill does.
var patience = TimeSpan.FromSeconds(1);
Stopwatch? sinceFirst = null;
using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
return await RunAsync(args);

void Cancel(PosixSignalContext context)
{
    context.Cancel = sinceFirst is null || sinceFirst.Elapsed < patience;
    if (sinceFirst is null)
    {
        sinceFirst = Stopwatch.StartNew();
        _ = GiveUpAsync();
    }

    cancellation.Cancel();
}

// A cancellation waits for the server to confirm it, and a server that is gone without a word never does.
static async Task GiveUpAsync()
{
    await Task.Delay(TimeSpan.FromSeconds(10));
    new Failure(
        "cancelled",
        "The server did not confirm it in ten seconds. What it has not committed, it will roll back.",
        ExitCode.Cancelled
    ).WriteTo(Console.Error);
    Environment.Exit(ExitCode.Cancelled);
}

async Task<int> RunAsync(string[] arguments)
{
    var exitCode = ExitCode.Done;
    Session? session = null;
    try
    {
        (var verb, exitCode) = CommandLineReader.Read(arguments, output, Console.Error);
        if (verb is null)
            return exitCode;

        await using var serilog = Logging.Create(verb);
        using var loggers = new SerilogLoggerFactory(serilog);
        var variables = Variables.Of(".", Environment.GetEnvironmentVariable);
        session = new Session(output, loggers.CreateLogger("snapshotseed"), variables);
        try
        {
            exitCode = await verb.RunAsync(session, cancellation.Token);
        }
        catch (Exception e)
        {
            // Told before the log is closed, which on a full disk fails too.
            exitCode = Tell(e, session);
        }
    }
    catch (Exception e)
    {
        var told = Tell(e, session);
        return exitCode == ExitCode.Done ? told : exitCode;
    }

    return exitCode;
}

int Tell(Exception exception, Session? session)
{
    var failure = Failure.Of(
        exception,
        cancellation.IsCancellationRequested,
        session?.Standing ?? ServerFailure.NothingChanged
    );
    failure.WriteTo(Console.Error);
    return failure.ExitCode;
}
