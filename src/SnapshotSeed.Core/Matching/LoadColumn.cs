using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>
/// A column that a load gives values, and where those come from. The closed set: <see cref="FileColumn"/>.
/// </summary>
/// <param name="Target">The target's column.</param>
internal abstract record LoadColumn(Column Target)
{
    /// <summary>What happens to its values beyond their type's reading them; mostly nothing.</summary>
    internal ColumnConversion? Conversion { get; init; }
}
