using SnapshotSeed.Testing;
using SnapshotSeed.Testing.Runner;

using var signals = new StopSignals();
try
{
    var arguments = RunnerArguments.Parse(args);
    return arguments.Verb switch
    {
        "find" => Find(),
        "serve" => await ServeAsync(arguments),
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

async Task<int> RunWithDemoAsync(RunnerArguments arguments)
{
    var binaries = PostgresBinaries.Find();
    using var kept = KeptServer.TryTake(arguments.Folder, binaries);
    var options = new ThrowawayPostgresOptions { Binaries = binaries, KeepIn = kept?.Folder };
    await using var demo = await StartKeptAsync(arguments, options);
    signals.Token.ThrowIfCancellationRequested();
    await Console.Error.WriteLineAsync(
        $"DATABASE_URL_DEMO and DATABASE_URL_TEST are not set: using a throwaway PostgreSQL {demo.MajorVersion} with the demo data of {arguments.Folder} as database demo and its schema as database test."
    );
    return await ChildCommand.RunAsync(arguments.Command, demo.Environment, signals, Console.Error);
}

async Task<int> ServeAsync(RunnerArguments arguments)
{
    // What is served for a while may be large.
    await using var demo = await StartAsync(arguments, new ThrowawayPostgresOptions { PreferMemory = false });
    await Console.Error.WriteLineAsync(
        $"Serving a throwaway PostgreSQL {demo.MajorVersion} with the demo data of {arguments.Folder} until standard input closes. It is removed afterwards."
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
        when (options.KeepIn is not null && exception is PostgresStartException or Npgsql.NpgsqlException)
    {
        if (Directory.Exists(options.KeepIn))
            Directory.Delete(options.KeepIn, recursive: true);
        return await StartAsync(arguments, options);
    }
}

Task<DemoServer> StartAsync(RunnerArguments arguments, ThrowawayPostgresOptions options) =>
    DemoServer.StartAsync(arguments.Folder, arguments.Scale, options, signals.Token);
