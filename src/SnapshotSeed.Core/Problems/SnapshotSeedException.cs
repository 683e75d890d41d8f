using System.Collections.Immutable;

namespace SnapshotSeed.Problems;

/// <summary>
/// A failure that the caller can fix. <see cref="Exception.Message"/> says what is wrong and where, <see cref="Hint"/>
/// what to do. Both contain no password, and of a row only its key.
/// </summary>
public sealed class SnapshotSeedException : Exception
{
    private const int Shown = 50;

    private readonly MessageTemplate message;
    private readonly MessageTemplate hint;

    internal SnapshotSeedException(
        MessageTemplate message,
        MessageTemplate hint,
        FailureKind kind = FailureKind.Failed,
        Exception? innerException = null
    )
        : base(null, innerException)
    {
        this.message = message;
        this.hint = hint;
        Kind = kind;
    }

    /// <inheritdoc/>
    public override string Message => Describe(option => option.InLibrary).Message;

    /// <summary>What the user can do about it.</summary>
    public string Hint =>
        $"{Describe(option => option.InLibrary).Hint}{(IsNothingWritten ? " Nothing was written." : "")}".TrimStart();

    internal FailureKind Kind { get; }

    /// <summary>Whether the options are wrong; if false, the database, the folder or the rows are.</summary>
    public bool IsWrongUsage => Kind == FailureKind.WrongUsage;

    /// <summary>
    /// The problems of a snapshot's rows; empty for other failures. The message lists the first fifty.
    /// </summary>
    public ImmutableArray<RowProblem> Problems { get; private init; } = [];

    /// <summary>Whether the target is certainly unchanged.</summary>
    public bool IsNothingWritten { get; init; }

    /// <summary>The hint does not say whether anything was written.</summary>
    internal (string Message, string Hint) Describe(Func<NamedOption, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return (message.ToString(nameOf), hint.ToString(nameOf));
    }

    /// <summary>Each on its own line.</summary>
    internal static SnapshotSeedException ForProblems(
        MessageTemplate summary,
        IEnumerable<string> problems,
        MessageTemplate hint,
        FailureKind kind = FailureKind.Failed,
        Exception? innerException = null,
        bool isNothingWritten = false
    ) =>
        ForProblems(
            summary,
            problems.Select(MessageTemplate (problem) => problem),
            hint,
            kind,
            innerException,
            isNothingWritten
        );

    internal static SnapshotSeedException ForProblems(
        MessageTemplate summary,
        IEnumerable<MessageTemplate> problems,
        MessageTemplate hint,
        FailureKind kind = FailureKind.Failed,
        Exception? innerException = null,
        bool isNothingWritten = false
    )
    {
        var all = problems.ToList();
        var lines = all.Take(Shown).Select(MessageTemplate (problem) => $"\n  - {problem}");
        var rest = all.Count > Shown ? $"\n  and {all.Count - Shown} more" : "";
        return new SnapshotSeedException(
            $"{summary}{MessageTemplate.Join("", lines)}{rest}",
            hint,
            kind,
            innerException
        )
        {
            IsNothingWritten = isNothingWritten,
        };
    }

    internal static SnapshotSeedException ForRows(
        MessageTemplate summary,
        IReadOnlyCollection<RowProblem> problems,
        MessageTemplate hint,
        Exception? innerException = null
    )
    {
        var told = ForProblems(summary, problems.Select(RowProblemText.Of), hint);
        return new SnapshotSeedException(told.message, told.hint, FailureKind.Failed, innerException)
        {
            Problems = [.. problems],
            IsNothingWritten = true,
        };
    }
}
