using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

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
    // Few rows are worth it: where many are wanted, the fill looks at all of them anyway.
    private const int MostRowsWanted = 1_000;
    private const int RowsPerRowWanted = 5;

    private const int MostSiblings = 20;
    private const int RowsPerReferencedRow = 6;

    /// <summary>Those of a table that reference rows that a choice has chosen.</summary>
    public static IEnumerable<ReferencingRows> Of(Sample sample, Table table, Choice choice)
    {
        if (sample.Plan.Rules[table.Name].Limit > MostRowsWanted)
            yield break;
        var most = RowsPerRowWanted * choice.Missing(table.Name);
        var keys = sample.Graph.ReferencesOf(table.Name).Where(key => Leads(sample, table, key)).ToList();
        var full = keys.FindAll(key => choice.IsFull(key.ReferencedTable));
        foreach (var key in full.Count > 0 ? full : keys)
        {
            var chosen = choice.Rows(key.ReferencedTable);
            if (chosen.Count == 0)
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

    private static bool Leads(Sample sample, Table table, ForeignKey key) =>
        !key.IsTemporal && !sample[key.ReferencedTable].IsWholeTable && table.HasIndexOn(key.Columns);
}
