namespace SnapshotSeed.Model;

/// <summary>A CHECK constraint of a table.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Expression">The condition, as SQL.</param>
internal sealed record CheckConstraint(string Name, string Expression)
{
    /// <summary>Whether it calls functions other than PostgreSQL's own, which may read other rows and tables.</summary>
    public bool CallsFunctions { get; init; }
}
