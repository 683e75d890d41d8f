using System.Runtime.InteropServices;
using System.Text;
using Serilog.Extensions.Logging;
using SnapshotSeed;
using SnapshotSeed.Cli;

using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);
await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
return await RunAsync(args);

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    cancellation.Cancel();
}

async Task<int> RunAsync(string[] arguments)
{
    try
    {
        var (verb, exitCode) = CommandLineReader.Read(arguments, output, Console.Error);
        if (verb is null)
            return exitCode;

        await using var serilog = Logging.Create(verb);
        using var loggers = new SerilogLoggerFactory(serilog);
        var session = new Session(output, loggers.CreateLogger("snapshotseed"), Environment.GetEnvironmentVariable);
        return await verb.RunAsync(session, cancellation.Token);
    }
    catch (Exception) when (cancellation.IsCancellationRequested)
    {
        return Fail("cancelled", "Nothing is half done: the target is as it was, and the snapshot folder is the previous one (or, where the export had ended, the new one).", ExitCode.Cancelled);
    }
    catch (SnapshotSeedException e)
    {
        return Fail(e.Message, e.Hint, e.Kind == FailureKind.WrongUsage ? ExitCode.WrongUsage : ExitCode.Failed);
    }
    catch (Exception e) when (ServerFailure.Explain(e) is { } failure)
    {
        return Fail(failure.Message, failure.Hint, ExitCode.Failed);
    }
    catch (Exception e)
    {
        // Of types and places only: a message from below could quote a row.
        return Fail($"internal error: {e.GetType().Name}\n{e.StackTrace}", "This is a defect of snapshotseed; please report these lines.", ExitCode.Failed);
    }
}

static int Fail(string message, string hint, int exitCode)
{
    Console.Error.WriteLine($"error: {Credentials.Hide(message)}");
    Console.Error.WriteLine($"hint: {hint}");
    return exitCode;
}
