using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Cli;
using SnapshotSeed.Demo;
using SnapshotSeed.Testing;

const string Closing = """

    Done, on the demo data that comes with SnapshotSeed. The snapshot is in fixtures/rdbms_init_from_demo: look at it, commit it.
    For your own databases set DATABASE_URL_DEMO and DATABASE_URL_TEST, in the environment or in .env (see .env.example).
    """;

using var signals = new StopSignals();
try
{
    var arguments = RunnerArguments.Parse(args);
    return arguments.Verb switch
    {
        "find" => Find(),
        "configured" => IsConfigured() ? 0 : 1,
        "serve" => await ServeAsync(arguments),
        _ when IsConfigured() => await ChildCommand.RunAsync(
            arguments.Command,
            ImmutableDictionary<string, string>.Empty,
            signals,
            Console.Error
        ),
        _ => await RunWithDemoAsync(arguments),
    };
}
catch (UsageException exception)
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}\n{RunnerArguments.Usage}");
    return 2;
}
catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
{
    return signals.ExitCode;
}
catch (Exception exception)
    when (exception is PostgresNotFoundException or PostgresStartException or SqlScriptException)
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}");
    return 1;
}

static int Find()
{
    Console.WriteLine(PostgresBinaries.Find().Directory);
    return 0;
}

// A file .env that cannot be read may name them: the command will say what is wrong with it.
static bool IsConfigured()
{
    var variables = Variables.Of(".", Environment.GetEnvironmentVariable);
    try
    {
        return (variables("DATABASE_URL_DEMO") ?? variables("DATABASE_URL_TEST")) is not null;
    }
    catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
    {
        return true;
    }
}

async Task<int> RunWithDemoAsync(RunnerArguments arguments)
{
    var binaries = PostgresBinaries.Find();
    using var kept = KeptServer.TryTake(arguments.Fixture.Folder, binaries);
    var options = new ThrowawayPostgresOptions { Binaries = binaries, KeepIn = kept?.Folder };
    await Console.Error.WriteLineAsync($"Starting PostgreSQL {binaries.MajorVersion} with the demo data");
    await using var demo = await StartKeptAsync(arguments, options);
    signals.Token.ThrowIfCancellationRequested();
    await Console.Error.WriteLineAsync(
        $"DATABASE_URL_DEMO and DATABASE_URL_TEST are not set: using a throwaway PostgreSQL {demo.MajorVersion} with the demo data of {arguments.Fixture.Folder} as database demo and its schema as database test."
    );
    var exitCode = await ChildCommand.RunAsync(arguments.Command, demo.Environment, signals, Console.Error);
    if (exitCode == 0)
        Console.WriteLine(Closing);
    return exitCode;
}

async Task<int> ServeAsync(RunnerArguments arguments)
{
    // What is served for a while may be large.
    await using var demo = await StartAsync(arguments, new ThrowawayPostgresOptions { PreferMemory = false });
    await Console.Error.WriteLineAsync(
        $"Serving a throwaway PostgreSQL {demo.MajorVersion} with the demo data of {arguments.Fixture.Folder} until standard input closes. It is removed afterwards."
    );
    foreach (var (name, value) in demo.Environment)
        Console.WriteLine($"{name}={value}");
    // Reading a terminal cannot be cancelled, so it is left behind on a thread of its own.
    await Task.WhenAny(Task.Run(Console.In.ReadToEnd), Task.Delay(Timeout.Infinite, signals.Token));
    return 0;
}

// What was kept is worth nothing that cannot be made again: where it does not start, such as after a crash of the
// machine, it is.
async Task<DemoServer> StartKeptAsync(RunnerArguments arguments, ThrowawayPostgresOptions options)
{
    try
    {
        return await StartAsync(arguments, options);
    }
    catch (Exception exception)
        when (options.KeepIn is not null && exception is PostgresStartException or NpgsqlException)
    {
        if (Directory.Exists(options.KeepIn))
            Directory.Delete(options.KeepIn, recursive: true);
        return await StartAsync(arguments, options);
    }
}

Task<DemoServer> StartAsync(RunnerArguments arguments, ThrowawayPostgresOptions options) =>
    DemoServer.StartAsync(arguments.Fixture, options, signals.Token);
