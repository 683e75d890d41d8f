using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// The server refused a statement. The message contains no values of rows, which the server's message may quote. The
/// inner exception is the server's.
/// </summary>
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

    /// <summary>The server's error. Its message and detail may contain values of rows.</summary>
    public PostgresException Error { get; }

    /// <summary>The SQLSTATE, such as 42501 (PostgreSQL documentation, appendix A).</summary>
    public string SqlState => Error.SqlState;

    /// <summary>
    /// The table, or the tables of a cycle, that the statement read or loaded; null for other statements.
    /// </summary>
    public string? Subject { get; }

    /// <summary>The function in which the error was raised; null if there was none.</summary>
    public string? Function => FunctionOf(Error);

    /// <summary>
    /// Whether the error is about a value and may quote it. Class 22 always is. The input functions of tsquery,
    /// jsonpath and regclass also report syntax errors (42) and missing names (3F). If a function raised such an error,
    /// its own code is meant.
    /// </summary>
    internal bool IsAboutValues { get; }

    /// <summary>
    /// Whether the error says nothing about the statement: locks of other sessions, and the classes 40, 53 (resources),
    /// 57 (operator) and 58 (system).
    /// </summary>
    internal bool IsOfTheServer =>
        SqlState is PostgresErrorCodes.LockNotAvailable || SqlState[..2] is "40" or "53" or "57" or "58";

    /// <summary>
    /// Whether the server rejected rows. Class 23 is violated constraints. A function may raise any class, except those
    /// of its own code (42) and of the server's troubles.
    /// </summary>
    internal bool IsAboutRows =>
        SqlState.StartsWith("23", StringComparison.Ordinal)
        || IsAboutValues
        || (Function is not null && !SqlState.StartsWith("42", StringComparison.Ordinal) && !IsOfTheServer);

    public override string Message => (Subject is null ? "" : $"{Subject}: ") + WithoutValues();

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

    /// <summary>The outermost function of the context. Other text there may contain values.</summary>
    private static string? FunctionOf(PostgresException error) =>
        FunctionLine().Matches(error.Where ?? "") is { Count: > 0 } functions ? functions[^1].Groups[1].Value : null;

    [GeneratedRegex(
        @"^PL/pgSQL function (.*\)) (?:line|during|while) ",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex FunctionLine();
}
