using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>A logger that keeps the warnings for a result and passes everything on.</summary>
/// <param name="logger">Receives every entry; may be null.</param>
internal sealed class Warnings(ILogger? logger) : ILogger
{
    private readonly List<string> all = [];

    /// <summary>The warnings without repetition.</summary>
    public ImmutableArray<string> All => [.. all.Distinct(StringComparer.Ordinal)];

    /// <summary>The tables with skipped rows that differ.</summary>
    public static IEnumerable<string> OfDifferent(ImportResult result) =>
        result
            .Tables.Where(table => table.Different > 0)
            .Select(table =>
                $"{table.Table}: {Counted.Of(table.Different, "row", "differs", "differ")} from the snapshot"
            );

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger?.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || logger?.IsEnabled(logLevel) == true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (logLevel >= LogLevel.Warning || eventId.Name is nameof(Results.Log.Edited))
        {
            lock (all)
                all.Add(formatter(state, exception));
        }

        logger?.Log(logLevel, eventId, state, exception, formatter);
    }
}
