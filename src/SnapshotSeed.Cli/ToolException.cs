using SnapshotSeed.Problems;

namespace SnapshotSeed.Cli;

/// <summary>A failure of the tool's own, that the user can do something about.</summary>
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
