namespace SnapshotSeed.Catalog;

/// <summary>A CHECK constraint of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expression">Its SQL expression.</param>
internal sealed record CheckConstraint(string Name, string Expression);
