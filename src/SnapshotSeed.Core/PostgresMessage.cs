using Npgsql;

namespace SnapshotSeed;

/// <summary>A server's error as it may be shown: without the values of rows.</summary>
public static class PostgresMessage
{
    /// <summary>
    /// SqlState and message. Class 22 (data exceptions) quotes the value in its message, so that is left out and the kind of error is named by its
    /// code; the detail of other errors, which shows rows, is never part of it.
    /// </summary>
    /// <param name="exception">The server's error.</param>
    public static string WithoutValues(PostgresException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var constraint = exception.ConstraintName is { } name ? $" (constraint {name})" : "";
        var where = exception.Data[Loading.LoadExecutor.FailedComponent] is string component ? $"{component}: " : "";
        return where + (exception.SqlState.StartsWith("22", StringComparison.Ordinal)
            ? $"PostgreSQL refused a value (error {exception.SqlState}){constraint}"
            : $"{exception.MessageText} (error {exception.SqlState})");
    }
}
