using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>
/// A column that a load gives values, and where those come from. The closed set: <see cref="FileColumn"/>.
/// </summary>
/// <param name="Target">The target's column.</param>
public abstract record LoadColumn(Column Target);
