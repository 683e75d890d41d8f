namespace SnapshotSeed.Model;

/// <summary>A sequence that feeds no column; applications call nextval themselves.</summary>
/// <param name="Name">The sequence.</param>
internal sealed record UnownedSequence(TableName Name)
{
    /// <summary>The last number that it gave; null if it gave none, or the role may not read it.</summary>
    public long? Position { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>Whether the role may read its position (SELECT).</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether the role may advance it (UPDATE, for setval).</summary>
    public bool CanMove { get; init; } = true;

    internal bool IsBehind(long position) =>
        Position is not { } reached || (IsDescending ? reached > position : reached < position);
}
