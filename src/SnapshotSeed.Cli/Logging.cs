using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using SnapshotSeed.Cli.Verbs;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

internal static class Logging
{
    private const string Line = "{Level:u4} {Message:lj}{NewLine}";

    // The lowest level that goes to stderr instead of stdout.
    private const LogEventLevel Stderr = LogEventLevel.Verbose;

    /// <exception cref="ToolException">The file cannot be written.</exception>
    public static Logger Create(Verb options)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Debug().Enrich.With<EventNames>();
        if (options.LogsJson)
            configuration.WriteTo.Console(new CompactJsonFormatter(), LevelOf(options.Verbosity), null, Stderr);
        else
            configuration.WriteTo.Logger(console =>
                console
                    .Filter.ByExcluding(EventNames.IsTold)
                    .WriteTo.Console(Text("HH:mm:ss"), LevelOf(options.Verbosity), null, Stderr)
            );
        if (options.LogFile is { } file)
        {
            CheckWritable(file);
            configuration.WriteTo.File(
                options.LogsJson ? new CompactJsonFormatter() : Text("yyyy-MM-dd HH:mm:ss.fff zzz"),
                file,
                LogEventLevel.Debug
            );
        }

        return configuration.CreateLogger();
    }

    private static ITextFormatter Text(string time) =>
        new MessageTemplateTextFormatter($"{{Timestamp:{time}}} {Line}", CultureInfo.InvariantCulture);

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
