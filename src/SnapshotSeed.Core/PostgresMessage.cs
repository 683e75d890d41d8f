using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed;

/// <summary>A server's error as it may be shown: without the values of rows.</summary>
public static partial class PostgresMessage
{
    internal const string TriggersOff =
        "A trigger of the target meets rows that it does not expect. Its table's owner can switch it off for the import (ALTER TABLE … DISABLE TRIGGER USER), or the export leaves the table out (--exclude).";

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
        return where + exception.SqlState switch
        {
            PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
                $"a character cannot be converted between the database's encoding and UTF-8 (error {exception.SqlState})",
            var state when state.StartsWith("22", StringComparison.Ordinal) => $"PostgreSQL refused a value (error {state}){constraint}",
            var state => $"{exception.MessageText} (error {state}{RaisedIn(exception)})",
        };
    }

    /// <summary>What helps where the function of a trigger raised the error; null for all others.</summary>
    /// <param name="exception">The server's error.</param>
    public static string? TriggerHint(PostgresException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return RaisedIn(exception).Length > 0 ? TriggersOff : null;
    }

    /// <summary>The function that the server ran as a trigger, the outermost of the context; nothing else of it, because statements there may hold values.</summary>
    private static string RaisedIn(PostgresException exception) =>
        Function().Matches(exception.Where ?? "") is { Count: > 0 } functions ? $", raised in function {functions[^1].Groups[1].Value}" : "";

    [GeneratedRegex(@"^PL/pgSQL function (.*\)) (?:line|during|while) ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Function();
}
