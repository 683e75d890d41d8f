using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>
/// What is selected of each row <c>c</c> of a sample: the values that are written, and apart from them what only the
/// sampler needs to know.
/// </summary>
/// <param name="Written">The expression of each column of the file.</param>
/// <param name="Keys">
/// The columns whose values, as they are in the source, rows of other tables are asked for.
/// </param>
/// <param name="Suspects">The keys by which a row may reference nothing.</param>
internal sealed record SelectedColumns(
    ImmutableArray<Sql> Written,
    ImmutableArray<Column> Keys,
    ImmutableArray<SuspectKey> Suspects
)
{
    // A query has at most 1,664 columns, a table 1,600, and its order up to 51.
    private const int MostApart = 11;

    /// <summary>All of them, in the order in which a row has them.</summary>
    public IEnumerable<Sql> Expressions =>
        [.. Written, .. Keys.Select(Sql (column) => $"c.{column}"), .. Suspects.Select(suspect => suspect.Dangles)];

    /// <summary>Writes the stored columns as they are.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">Columns that are referenced.</param>
    /// <param name="suspects">Keys that may dangle.</param>
    public static SelectedColumns Of(Table table, IEnumerable<Column> keys, IEnumerable<SuspectKey> suspects)
    {
        var known = keys.Take(MostApart).ToImmutableArray();
        return new(
            [.. table.StoredColumns.Select(Sql (column) => $"c.{column}")],
            known,
            [.. suspects.Take(MostApart - known.Length)]
        );
    }
}
