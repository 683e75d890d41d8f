using Microsoft.Extensions.Logging;
using Npgsql;

namespace SnapshotSeed.IntegrationTests.Postgres;

/// <summary>What a connection really sent to the server, in order, as Npgsql logs it.</summary>
/// <param name="sending">Called with how many statements there are, before the last of them are sent.</param>
internal sealed class StatementLog(Action<int>? sending = null) : ILoggerFactory, ILogger
{
    private readonly List<string> statements = [];

    public IReadOnlyList<string> Statements => statements;

    public string Text => string.Join("\n", statements);

    public async Task<NpgsqlConnection> OpenAsync(TestDatabase database)
    {
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString
        );
        builder.UseLoggerFactory(this);

        // Without a pool there is nothing left to dispose when the connection is.
        return await builder.Build().OpenConnectionAsync();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

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
        if (logLevel != LogLevel.Debug || state is not IEnumerable<KeyValuePair<string, object?>> values)
            return;
        var before = statements.Count;
        foreach (var (key, value) in values)
        {
            if (key == "CommandText" && value is string one)
                statements.Add(one);
            else if (key == "BatchCommands" && value is System.Collections.IEnumerable several)
                statements.AddRange(several.Cast<object>().Select(command => command.ToString()!));
        }

        if (statements.Count > before)
            sending?.Invoke(statements.Count);
    }

    public void Dispose() { }
}
