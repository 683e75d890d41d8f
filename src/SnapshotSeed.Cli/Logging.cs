using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using SnapshotSeed.Cli.Verbs;

namespace SnapshotSeed.Cli;

/// <summary>Serilog, on stderr and into a file where one is named.</summary>
internal static class Logging
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u4} {Message:lj}{NewLine}";

    /// <exception cref="SnapshotSeedException">The level is unknown.</exception>
    public static Logger Create(CommonOptions options)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Console(
            LevelOf(options.Verbosity), Template, CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.LogFile is { } file)
            configuration.WriteTo.File(file, LogEventLevel.Debug, Template, CultureInfo.InvariantCulture);
        return configuration.CreateLogger();
    }

    private static LogEventLevel LevelOf(string verbosity) => verbosity switch
    {
        "debug" => LogEventLevel.Debug,
        "info" => LogEventLevel.Information,
        "warning" => LogEventLevel.Warning,
        "error" => LogEventLevel.Error,
        _ => throw new SnapshotSeedException($"--verbosity {verbosity} is none of debug, info, warning, error", "The default is info.", FailureKind.WrongUsage),
    };
}
