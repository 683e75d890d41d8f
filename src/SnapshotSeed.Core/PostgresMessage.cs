using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed;

/// <summary>A server's error as it may be shown: without the values of rows.</summary>
public static partial class PostgresMessage
{
    private const string Component = "SnapshotSeed.Component";
    private const string GivesValues = "SnapshotSeed.GivesValues";

    internal const string TriggersOff =
        "A trigger of the target meets rows that it does not expect. Its table's owner can switch it off for the import (ALTER TABLE … DISABLE TRIGGER USER), or the export leaves the table out (--exclude).";

    /// <summary>
    /// SqlState and message. Class 22 (data exceptions) quotes the value in its message, so that is left out and the
    /// kind of error is named by its code; the detail of other errors, which shows rows, is never part of it.
    /// </summary>
    /// <param name="exception">The server's error.</param>
    public static string WithoutValues(PostgresException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var constraint = exception.ConstraintName is { } name ? $" (constraint {name})" : "";
        var where = ComponentOf(exception) is { } component ? $"{component}: " : "";
        return where
            + exception.SqlState switch
            {
                PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter =>
                    $"a character cannot be converted between the database's encoding and UTF-8 (error {exception.SqlState})",
                var state when IsAboutValues(exception) => $"PostgreSQL refused a value (error {state}){constraint}",
                var state => $"{exception.MessageText} (error {state}{RaisedIn(exception)})",
            };
    }

    /// <summary>Adds to a server's error what was being read or loaded.</summary>
    /// <param name="exception">The server's error.</param>
    /// <param name="component">The table, or the tables of a cycle.</param>
    /// <param name="givesValues">Whether the statement handed values to the input functions of their types.</param>
    internal static void Locate(PostgresException exception, string component, bool givesValues)
    {
        exception.Data[Component] = component;
        exception.Data[GivesValues] = givesValues;
    }

    /// <summary>What <see cref="Locate"/> added.</summary>
    internal static string? ComponentOf(PostgresException exception) => exception.Data[Component] as string;

    /// <summary>
    /// Whether an error is about a value and may quote it. Class 22 always is. Some input functions speak of syntax or
    /// of names that do not exist (classes 42 and 3F): those of tsquery, jsonpath and regclass. A trigger's function
    /// that raises such an error means its own code.
    /// </summary>
    internal static bool IsAboutValues(PostgresException exception) =>
        exception.SqlState.StartsWith("22", StringComparison.Ordinal)
        || (
            exception.Data[GivesValues] is true
            && (exception.SqlState[..2] is "42" or "3F")
            && exception.SqlState != PostgresErrorCodes.InsufficientPrivilege
            && RaisedIn(exception).Length == 0
        );

    /// <summary>What helps where the function of a trigger raised the error; null for all others.</summary>
    /// <param name="exception">The server's error.</param>
    public static string? TriggerHint(PostgresException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return RaisedIn(exception).Length > 0 ? TriggersOff : null;
    }

    /// <summary>
    /// The function that the server ran as a trigger, the outermost of the context; nothing else of it, because
    /// statements there may hold values.
    /// </summary>
    private static string RaisedIn(PostgresException exception) =>
        Function().Matches(exception.Where ?? "") is { Count: > 0 } functions
            ? $", raised in function {functions[^1].Groups[1].Value}"
            : "";

    [GeneratedRegex(
        @"^PL/pgSQL function (.*\)) (?:line|during|while) ",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Function();
}
