using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>Passes over rows with very many child rows, which take long to sort; first rows have some.</summary>
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

    // Look for twice as many rows as the expected share calls for; for nothing where next to no row can be taken.
    private const double Spare = 2;
    private const double LeastShare = 0.05;

    private const int MostSiblings = 20;
    private const int RowsPerReferencedRow = 6;

    /// <summary>As many as should hold the rows that the table lacks, by the share of candidates with room.</summary>
    public static IEnumerable<ReferencingRows> Of(
        Sample sample,
        Table table,
        RowChooser choice,
        CandidateYield expected
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
            var most = MostRows(choice.Missing(table.Name), expected.Share(table.Name, key.ReferencedTable));
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

        // A count first: mostly the index answers it, and where there are too many rows no row is read.
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
