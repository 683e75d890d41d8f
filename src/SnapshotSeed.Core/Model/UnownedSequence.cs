namespace SnapshotSeed.Model;

/// <summary>A sequence that feeds no column; applications call nextval themselves.</summary>
internal sealed record UnownedSequence(TableName Name)
{
    /// <summary>The last number that it gave; null if it gave none, or the role may not read it.</summary>
    public long? Position { get; init; }

    public bool IsDescending { get; init; }

    public bool CanRead { get; init; } = true;

    public bool CanMove { get; init; } = true;

    internal bool IsBehind(long position) =>
        Position is not { } reached || (IsDescending ? reached > position : reached < position);
}
