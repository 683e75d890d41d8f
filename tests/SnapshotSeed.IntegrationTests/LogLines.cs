using Microsoft.Extensions.Logging;

namespace SnapshotSeed.IntegrationTests;

/// <summary>What the library logs, line by line; a test may act on a line while the library waits.</summary>
internal sealed class LogLines(Action<string>? onLine = null) : ILogger
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

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
        onLine?.Invoke(line);
    }
}
