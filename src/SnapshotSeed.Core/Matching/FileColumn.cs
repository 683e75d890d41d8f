using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Matching;

/// <summary>A column whose values are in the file, at an index from 0.</summary>
internal sealed record FileColumn(Column Target, int Index) : LoadColumn(Target)
{
    internal static ImmutableArray<LoadColumn> Of(FittedTable fitted, Table table, IEnumerable<string> columns) =>
        [
            .. columns.Select(
                LoadColumn (name, i) =>
                    new FileColumn(table.Column(name), i) { Conversion = fitted.Conversions.GetValueOrDefault(name) }
            ),
        ];
}
