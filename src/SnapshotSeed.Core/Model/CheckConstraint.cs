namespace SnapshotSeed.Model;

/// <summary>A CHECK constraint of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">Its SQL expression.</param>
internal sealed record CheckConstraint(string Name, string Expression)
{
    /// <summary>Whether it calls a function that is not PostgreSQL's own, and so may look at other rows and tables.</summary>
    public bool CallsFunctions { get; init; }
}
