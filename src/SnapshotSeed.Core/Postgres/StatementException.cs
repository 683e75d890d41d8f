using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>The server refused a statement. The message quotes no values of rows; the inner exception may.</summary>
internal sealed partial class StatementException : Exception
{
    public StatementException(PostgresException error)
        : this(error, null, givesValues: false) { }

    public StatementException(PostgresException error, string? subject, bool givesValues)
        : base(null, error)
    {
        Error = error;
        Subject = subject;
        IsAboutValues = AboutValues(error, givesValues);
    }

    /// <summary>Its message and detail may contain values of rows.</summary>
    public PostgresException Error { get; }

    public string SqlState => Error.SqlState;

    /// <summary>The table, or the tables of a cycle, that was read or loaded; null for other statements.</summary>
    public string? Subject { get; }

    /// <summary>The function in which the error was raised; null if there was none.</summary>
    public string? Function => FunctionOf(Error);

    /// <summary>
    /// It may quote a value: class 22 always, 42 (syntax) and 3F (names) from the input functions of tsquery, jsonpath
    /// and regclass. If a function raised such an error, its own code is meant.
    /// </summary>
    internal bool IsAboutValues { get; }

    /// <summary>Locks of other sessions, and the classes 40, 53 (resources), 57 (operator) and 58 (system).</summary>
    internal bool IsOfTheServer =>
        SqlState is PostgresErrorCodes.LockNotAvailable || SqlState[..2] is "40" or "53" or "57" or "58";

    /// <summary>Class 23 is violated constraints. A function may raise any class but 42 and the server's.</summary>
    internal bool IsAboutRows =>
        SqlState.StartsWith("23", StringComparison.Ordinal)
        || IsAboutValues
        || (Function is not null && !SqlState.StartsWith("42", StringComparison.Ordinal) && !IsOfTheServer);

    public override string Message => (Subject is null ? "" : $"{Subject}: ") + Reason;

    /// <summary>The message without the subject.</summary>
    public string Reason => WithoutValues();

    private string WithoutValues()
    {
        if (SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
            return $"a character cannot be converted between the database's encoding and UTF-8 (SQLSTATE {SqlState})";
        var constraint = Error.ConstraintName is { } name ? $" (constraint {name})" : "";
        var raised = Function is { } function ? $", raised in function {function}" : "";
        return IsAboutValues
            ? $"PostgreSQL rejected a value (SQLSTATE {SqlState}){constraint}"
            : $"{Error.MessageText} (SQLSTATE {SqlState}{raised})";
    }

    private static bool AboutValues(PostgresException error, bool givesValues) =>
        error.SqlState.StartsWith("22", StringComparison.Ordinal)
        || givesValues
            && error.SqlState[..2] is "42" or "3F"
            && error.SqlState != PostgresErrorCodes.InsufficientPrivilege
            && FunctionOf(error) is null;

    /// <summary>The outermost of the context, whose other text may contain values.</summary>
    private static string? FunctionOf(PostgresException error) =>
        FunctionLine().Matches(error.Where ?? "") is { Count: > 0 } functions ? functions[^1].Groups[1].Value : null;

    [GeneratedRegex(
        @"^PL/pgSQL function (.*\)) (?:line|during|while) ",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex FunctionLine();
}
