using System.Text.RegularExpressions;
using Npgsql;

namespace SnapshotSeed.Postgres;

/// <summary>
/// The server refused a statement. The message says why without the values of rows, which the server's own may quote;
/// the inner exception is the server's.
/// </summary>
internal sealed partial class StatementException : Exception
{
    /// <param name="error">The server's error.</param>
    public StatementException(PostgresException error)
        : this(error, null, givesValues: false) { }

    public StatementException(PostgresException error, string? subject, bool givesValues)
        : base(null, error)
    {
        Error = error;
        Subject = subject;
        IsAboutValues = AboutValues(error, givesValues);
    }

    /// <summary>The server's error. Its message and detail may hold values of rows.</summary>
    public PostgresException Error { get; }

    /// <summary>The error's code (PostgreSQL documentation, appendix A), such as 42501.</summary>
    public string SqlState => Error.SqlState;

    /// <summary>What the statement read or loaded: a table, or the tables of a cycle; null where it was none.</summary>
    public string? Subject { get; }

    /// <summary>The function that the server ran as a trigger when it failed; null where it ran none.</summary>
    public string? Function => FunctionOf(Error);

    /// <summary>
    /// Whether the error is about a value and may quote it. Class 22 always is. Some input functions speak of syntax
    /// or of names that do not exist (classes 42 and 3F): those of tsquery, jsonpath and regclass. A trigger's function
    /// that raises such an error means its own code.
    /// </summary>
    internal bool IsAboutValues { get; }

    /// <summary>
    /// Whether it says nothing about the statement: locks of others, classes 40 and 53 (resources), 57 (an operator),
    /// 58 (the system).
    /// </summary>
    internal bool IsOfTheServer =>
        SqlState is PostgresErrorCodes.LockNotAvailable || SqlState[..2] is "40" or "53" or "57" or "58";

    /// <summary>
    /// Whether rows were refused. Class 23 is violated constraints. What a function raises may be of any class, but for
    /// those of privileges and its own code (42) and of the server's troubles.
    /// </summary>
    internal bool IsAboutRows =>
        SqlState.StartsWith("23", StringComparison.Ordinal)
        || IsAboutValues
        || (Function is not null && !SqlState.StartsWith("42", StringComparison.Ordinal) && !IsOfTheServer);

    /// <inheritdoc/>
    public override string Message => (Subject is null ? "" : $"{Subject}: ") + WithoutValues();

    private string WithoutValues()
    {
        if (SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
            return $"a character cannot be converted between the database's encoding and UTF-8 (SQLSTATE {SqlState})";
        var constraint = Error.ConstraintName is { } name ? $" (constraint {name})" : "";
        var raised = Function is { } function ? $", raised in function {function}" : "";
        return IsAboutValues
            ? $"PostgreSQL refused a value (SQLSTATE {SqlState}){constraint}"
            : $"{Error.MessageText} (SQLSTATE {SqlState}{raised})";
    }

    private static bool AboutValues(PostgresException error, bool givesValues) =>
        error.SqlState.StartsWith("22", StringComparison.Ordinal)
        || givesValues
            && error.SqlState[..2] is "42" or "3F"
            && error.SqlState != PostgresErrorCodes.InsufficientPrivilege
            && FunctionOf(error) is null;

    /// <summary>The outermost of the context; nothing else of that, because statements there may hold values.</summary>
    private static string? FunctionOf(PostgresException error) =>
        FunctionLine().Matches(error.Where ?? "") is { Count: > 0 } functions ? functions[^1].Groups[1].Value : null;

    [GeneratedRegex(
        @"^PL/pgSQL function (.*\)) (?:line|during|while) ",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex FunctionLine();
}
