namespace SnapshotSeed;

/// <summary>
/// What kind of failure a <see cref="SnapshotSeedException"/> reports; decides the exit code of the tool.
/// </summary>
public enum FailureKind
{
    /// <summary>The work could not be done: database, privileges, data or folder. Exit code 1.</summary>
    Failed,

    /// <summary>The request itself is wrong: an unknown table, a limit below zero, a bad URL. Exit code 2.</summary>
    WrongUsage,
}

/// <summary>
/// A failure that the user can do something about. <see cref="Exception.Message"/> says what is wrong and where,
/// <see cref="Hint"/> what to do next. Neither contains a password or a row's values beyond its key.
/// </summary>
/// <param name="message">What is wrong, naming table, column, file and line where there is one.</param>
/// <param name="hint">The next step.</param>
/// <param name="kind">Whether the work failed (the default) or the request was wrong.</param>
/// <param name="innerException">The cause, such as a <see cref="Npgsql.PostgresException"/> with its SqlState.</param>
public sealed class SnapshotSeedException(
    string message,
    string hint,
    FailureKind kind = FailureKind.Failed,
    Exception? innerException = null
) : Exception(message, innerException)
{
    /// <summary>What the user can do about it.</summary>
    public string Hint { get; } = hint;

    /// <summary>Whether the work failed or the request was wrong.</summary>
    public FailureKind Kind { get; } = kind;

    /// <summary>One exception for several problems found together, one a line.</summary>
    /// <param name="summary">The first line.</param>
    /// <param name="problems">At least one problem.</param>
    /// <param name="hint">The next step.</param>
    /// <param name="kind">Whether the work failed or the request was wrong.</param>
    /// <param name="innerException">The cause, if a server's error led here.</param>
    public static SnapshotSeedException ForProblems(
        string summary,
        IReadOnlyCollection<string> problems,
        string hint,
        FailureKind kind = FailureKind.Failed,
        Exception? innerException = null
    )
    {
        ArgumentNullException.ThrowIfNull(problems);
        const int shown = 50;
        var lines = problems.Take(shown).Select(problem => "\n  - " + problem);
        var rest = problems.Count > shown ? $"\n  and {problems.Count - shown} more" : "";
        return new SnapshotSeedException(summary + string.Concat(lines) + rest, hint, kind, innerException);
    }
}
