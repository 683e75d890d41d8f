using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

internal static class Logging
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u4} {Message:lj}{NewLine}";

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static Logger Create(Verb options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Debug()
            .WriteTo.Console(
                LevelOf(options.Verbosity),
                Template,
                CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose
            );
        if (options.LogFile is { } file)
        {
            CheckWritable(file);
            configuration.WriteTo.File(file, LogEventLevel.Debug, Template, CultureInfo.InvariantCulture);
        }

        return configuration.CreateLogger();
    }

    /// <summary>Serilog keeps silent about a file that it cannot write.</summary>
    private static void CheckWritable(string file)
    {
        try
        {
            using var opened = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException(
                Printable.Of($"cannot write {file}: {e.Message}"),
                "Name a file in a writable folder with --log-file.",
                FailureKind.WrongUsage
            );
        }
    }

    // The command line's reader has checked the word.
    private static LogEventLevel LevelOf(string? verbosity) =>
        (verbosity ?? Setting.Verbosity.Default) switch
        {
            "debug" => LogEventLevel.Debug,
            "warning" => LogEventLevel.Warning,
            "error" => LogEventLevel.Error,
            _ => LogEventLevel.Information,
        };
}
