using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Serilog.Extensions.Logging;
using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Verbs;

// One Ctrl+C may reach us twice, from the terminal and from a parent that passes it on. A later one means that we take
// too long: it ends the process as if there were no handler, which leaves no more behind than a kill does.
var patience = TimeSpan.FromSeconds(1);
Stopwatch? sinceFirst = null;
Action<Failure> tell = failure => failure.WriteTo(Console.Error);
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
async Task GiveUpAsync()
{
    await Task.Delay(TimeSpan.FromSeconds(10));
    tell(
        new Failure(
            "canceled",
            "",
            "The server did not confirm the cancellation in ten seconds. It rolls back what it has not committed.",
            ExitCode.Cancelled
        )
    );
    Environment.Exit(ExitCode.Cancelled);
}

// A JSON log has nothing but events on stderr.
static void Tell(Failure failure, Verb verb, VerbContext context)
{
    failure.LogTo(context.Logger);
    if (!verb.LogsJson)
        failure.WriteTo(Console.Error);
}

async Task<int> RunAsync(string[] arguments)
{
    var exitCode = ExitCode.Done;
    VerbContext? context = null;
    try
    {
        (var verb, exitCode) = CommandLineReader.Read(arguments, output, Console.Error);
        if (verb is null)
            return exitCode;

        await using var serilog = Logging.Create(verb);
        using var loggers = new SerilogLoggerFactory(serilog);
        var variables = Variables.Of(".", Environment.GetEnvironmentVariable);
        context = new VerbContext(output, loggers.CreateLogger("snapshotseed"), variables);
        tell = failure => Tell(failure, verb, context);

        // It tells failures before the log is closed, which on a full disk fails too.
        (exitCode, _) = await VerbRun.RunAsync(verb, context, tell, cancellation.Token);
    }
    catch (Exception e)
    {
        var failure = Failure.Of(
            e,
            cancellation.IsCancellationRequested,
            context?.Standing ?? ServerFailure.NothingChanged
        );
        failure.WriteTo(Console.Error);
        return exitCode == ExitCode.Done ? failure.ExitCode : exitCode;
    }

    return exitCode;
}
