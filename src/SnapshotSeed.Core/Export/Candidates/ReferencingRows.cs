using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>
/// The first rows of a table that reference each of some rows by a key, which an index leads to; of the first of those,
/// until there are enough. Rows that very many others reference lead nowhere: putting those in order would take too long,
/// and some are among the first anyway.
/// </summary>
/// <param name="order">The order of choice.</param>
/// <param name="table">The table.</param>
/// <param name="key">The key.</param>
/// <param name="referenced">The referenced table.</param>
/// <param name="rows">The referenced rows.</param>
/// <param name="most">How many rows are enough.</param>
internal sealed class ReferencingRows(
    RowOrder order,
    Table table,
    ForeignKey key,
    Table referenced,
    RowSet rows,
    int most
) : ICandidateSource
{
    private const int MostRowsPerRowWanted = 5;

    // Of those that may be of use some fit no better than others did, and where next to none can be it is not worth it.
    private const double Spare = 2;
    private const double LeastShare = 0.05;

    private const int MostSiblings = 20;
    private const int RowsPerReferencedRow = 6;

    /// <summary>
    /// Those of a table that reference rows that a choice has chosen: as many as should hold the rows that it lacks, as far
    /// as the candidates that were not chosen tell.
    /// </summary>
    public static IEnumerable<ReferencingRows> Of(
        Sample sample,
        Table table,
        RowChooser choice,
        CandidateYield prospects
    )
    {
        if (!sample.Plan.Rules[table.Name].IsSmall)
            yield break;
        var keys = sample
            .Graph.ReferencesOf(table.Name)
            .Where(key => table.LeadsToChildren(key) && !sample[key.ReferencedTable].IsWholeTable)
            .ToList();
        var full = keys.FindAll(key => choice.IsFull(key.ReferencedTable));
        foreach (var key in full.Count > 0 ? full : keys)
        {
            var chosen = choice.Rows(key.ReferencedTable);
            if (chosen.Count == 0)
                continue;
            var most = MostRows(choice.Missing(table.Name), prospects.Share(table.Name, key.ReferencedTable));
            if (most == 0)
                continue;
            yield return new(
                sample.Orders(table.Name).Choice,
                table,
                key,
                sample.Table(key.ReferencedTable),
                new RowSet([.. chosen.Take(most).Select(row => row.Row)]),
                most
            );
        }
    }

    public int Rows => most;

    public Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns)
    {
        Sql siblings = $"""
            FROM {table.From()} c
            WHERE {Sql.All([
                key.Matches((Sql)$"p", Sql (column) => $"c.{new Identifier(column)}"),
                key.Binds((Sql)$"c"),
                .. conditions,
            ])}
            """;

        // They are counted first: mostly by the index alone, and where they are too many no row is read.
        return $"""
            SELECT {columns}
            FROM {referenced.EachOf(rows, (Sql)$"p")}
            CROSS JOIN LATERAL (
                SELECT {table.Row((Sql)$"c", withPlace: true)}
                {siblings}
                    AND (SELECT count(*) FROM (SELECT {siblings} LIMIT {MostSiblings + 1}) c) <= {MostSiblings}
                ORDER BY {order.ByColumns}
                LIMIT {RowsPerReferencedRow}
            ) c{Sql.When(referenced.IsLookedUpInOrder(), $" LIMIT {most}")}
            """;
    }

    private static int MostRows(int missing, double? share) =>
        share < LeastShare
            ? 0
            : (int)Math.Min(Math.Ceiling(Spare * missing / (share ?? 0)), MostRowsPerRowWanted * missing);
}
