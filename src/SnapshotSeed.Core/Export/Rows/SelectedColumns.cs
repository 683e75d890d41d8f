using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>Of each row <c>c</c>: the values for the file, and behind them what only the sampler needs.</summary>
internal sealed record SelectedColumns(
    ImmutableArray<Sql> Written,
    ImmutableArray<Column> Keys,
    ImmutableArray<SuspectKey> Suspects
)
{
    // A query has at most 1,664 columns, a table 1,600, and its order up to 51.
    private const int MostApart = 11;

    /// <summary>In the order in which a row has them.</summary>
    public IEnumerable<Sql> Expressions =>
        [.. Written, .. Keys.Select(Sql (column) => $"c.{column}"), .. Suspects.Select(suspect => suspect.Dangles)];

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
