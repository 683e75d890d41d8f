namespace SnapshotSeed.Model;

/// <summary>A sequence that feeds no column: an application asks for its numbers itself.</summary>
/// <param name="Name">The sequence.</param>
internal sealed record UnownedSequence(TableName Name)
{
    /// <summary>The last number that it gave; null where it has given none, or the connected role may not read it.</summary>
    public long? Position { get; init; }

    /// <summary>Whether it counts down.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether the connected role may read its position (SELECT).</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether the connected role may move it (UPDATE, which setval needs).</summary>
    public bool CanMove { get; init; } = true;

    /// <summary>Whether it has not reached a position yet.</summary>
    internal bool IsBehind(long position) =>
        Position is not { } reached || (IsDescending ? reached > position : reached < position);
}
