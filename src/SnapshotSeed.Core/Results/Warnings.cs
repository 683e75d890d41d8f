using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>Keeps what a reader of a result must know of what was logged, and passes everything on.</summary>
/// <param name="logger">Where to; nowhere where null.</param>
internal sealed class Warnings(ILogger? logger) : ILogger
{
    private readonly List<string> all = [];

    /// <summary>What was said, each once.</summary>
    public ImmutableArray<string> All => [.. all.Distinct(StringComparer.Ordinal)];

    /// <summary>The tables with rows that were there with other values, and were left alone.</summary>
    public static IEnumerable<string> OfDifferent(ImportResult result) =>
        result
            .Tables.Where(table => table.Different > 0)
            .Select(table =>
                FormattableString.Invariant(
                    $"{table.Table}: {Counted.Of(table.Different, "row")} of the target {(table.Different == 1 ? "differs" : "differ")} from the snapshot"
                )
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
