namespace SnapshotSeed.Model;

internal sealed record CheckConstraint(string Name, string Expression)
{
    /// <summary>Whether it calls functions other than PostgreSQL's own, which may read other rows and tables.</summary>
    public bool CallsFunctions { get; init; }
}
