using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>Rows of a file that have the same unique values.</summary>
internal static class DuplicateKeys
{
    public static async Task<List<RowProblem>> FindAsync(
        RowCheck check,
        UniqueKey key,
        CancellationToken cancellationToken
    )
    {
        var load = check.Load;
        var values = key.Columns.Select(
            Sql (name, i) => $"{MatchSql.Value(load, $"s", name)}{Sql.FromCatalog(key.CollationOf(i))}"
        );
        var given = key.Columns.Select(Sql (name) => $"s.{FileRowsSql.Name(load.IndexOf(name))} IS NOT NULL");
        Sql question = $"""
            SELECT (array_agg(s.line ORDER BY s.line))[1:2]
            FROM (
                {check.Source}) s
            WHERE {(key.NullsAreEqual ? (Sql)$"true" : Sql.All(given))}
            GROUP BY {Sql.List(values)} HAVING count(*) > 1
            ORDER BY 1 LIMIT {RowCheck.Shown}
            """;
        var pairs = await check.AskAsync(question, reader => reader.GetFieldValue<long[]>(0), cancellationToken);
        return pairs.ConvertAll(pair =>
            check.Problem(RowProblemKind.Duplicate, pair[0]) with
            {
                OtherLine = check.Rows.Lines[pair[1] - 1],
                Columns = key.Columns,
                Constraint = key.Name,
            }
        );
    }
}
