using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>A column whose values are in the file.</summary>
/// <param name="Target">The target's column.</param>
/// <param name="Index">Which of the file's columns it is, from 0.</param>
public sealed record FileColumn(Column Target, int Index) : LoadColumn(Target);
