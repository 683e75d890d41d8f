using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

internal abstract record LoadColumn(Column Target)
{
    /// <summary>What happens to its values beyond their type's reading them; mostly nothing.</summary>
    internal ColumnConversion? Conversion { get; init; }
}
