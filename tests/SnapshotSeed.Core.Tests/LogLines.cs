using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SnapshotSeed.Core.Tests;

/// <summary>What the library logs, line by line; a test may act on a line while the library waits.</summary>
internal sealed class LogLines(Action<string>? onLine = null) : ILogger
{
    private readonly List<string> lines = [];
    private readonly List<(string? Kind, IReadOnlyList<KeyValuePair<string, object?>> Values)> events = [];

    public IReadOnlyList<string> Lines => lines;

    /// <summary>Of each line the name of its method in the library's Log.</summary>
    public IReadOnlyList<string?> Kinds => [.. events.Select(one => one.Kind)];

    /// <summary>What each line of one kind tells, whatever its words.</summary>
    /// <param name="kind">The name of its method in the library's Log.</param>
    /// <param name="values">Which of its values.</param>
    public IEnumerable<string> Of(string kind, params string[] values) =>
        events
            .Where(one => one.Kind == kind)
            .Select(one =>
                string.Join(
                    ' ',
                    values.Select(name =>
                        Convert.ToString(
                            one.Values.Single(value => value.Key == name).Value,
                            CultureInfo.InvariantCulture
                        )
                    )
                )
            );

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        var line = $"{logLevel}: {formatter(state, exception)}";
        lines.Add(line);
        events.Add((eventId.Name, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []));
        onLine?.Invoke(line);
    }
}
