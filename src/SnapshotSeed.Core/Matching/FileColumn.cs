using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>A column whose values are in the file.</summary>
/// <param name="Target">The target's column.</param>
/// <param name="Index">Which of the file's columns it is, from 0.</param>
internal sealed record FileColumn(Column Target, int Index) : LoadColumn(Target)
{
    /// <summary>Columns of a file as those of a table.</summary>
    internal static ImmutableArray<LoadColumn> Of(FittedTable fitted, Table table, IEnumerable<string> columns) =>
        [
            .. columns.Select(
                LoadColumn (name, i) =>
                    new FileColumn(table.Column(name), i) { Conversion = fitted.Conversions.GetValueOrDefault(name) }
            ),
        ];
}
