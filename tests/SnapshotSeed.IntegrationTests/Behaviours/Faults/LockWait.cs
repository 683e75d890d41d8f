using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>A phase in which a command waits for what another session has locked.</summary>
/// <param name="Name">What it does there.</param>
/// <param name="Text">A text that only this phase sends.</param>
/// <param name="Lock">SQL by which the other session takes the lock.</param>
internal sealed record LockWait(string Name, string Text, string Lock)
{
    private const string Sequences = "pg_catalog.pg_sequence";

    /// <summary>Options of the command without which the phase does not come.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>
    /// A table that the command's own transaction has locked by then, so that a session that waits for it can be in a
    /// deadlock; null where it holds nothing yet.
    /// </summary>
    public string? Own { get; init; } = Sequences;
}
