using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>A failure of the tool's own, that the user can do something about.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">The next step.</param>
/// <param name="kind">Whether the work failed (the default) or the request was wrong.</param>
/// <param name="innerException">The cause.</param>
internal sealed class ToolException(
    string message,
    string hint,
    FailureKind kind = FailureKind.Failed,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public string Hint => hint;

    public FailureKind Kind => kind;
}
