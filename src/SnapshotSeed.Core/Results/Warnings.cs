using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>Keeps the warnings for a result and passes everything on.</summary>
internal sealed class Warnings(ILogger? logger) : ILogger
{
    private readonly List<string> all = [];

    public ImmutableArray<string> All => [.. all.Distinct(StringComparer.Ordinal)];

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
