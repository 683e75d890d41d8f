using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Matching;

internal static class DuplicateKeys
{
    public static Task<List<RowProblem>> FindAsync(RowCheck check, UniqueKey key, CancellationToken cancellationToken)
    {
        var load = check.Load;
        var values = key.Columns.Select(
            Sql (name, i) => $"{MatchSql.Value(load, $"s", name)}{Sql.FromCatalog(key.CollationOf(i))}"
        );
        var given = key.Columns.Select(Sql (name) => $"s.{FileRowsSql.Name(load.IndexOf(name))} IS NOT NULL");
        Sql question = $"""
            SELECT min(s.line), (array_agg(s.line ORDER BY s.line))[2]
            FROM (
                {check.Source}) s
            WHERE {(key.NullsAreEqual ? (Sql)$"true" : Sql.All(given))}
            GROUP BY {Sql.List(values)} HAVING count(*) > 1
            """;
        return check.ProblemsAsync(
            question,
            reader =>
                check.Problem(RowProblemKind.Duplicate, reader.GetInt64(0)) with
                {
                    OtherLine = check.Rows.Lines[reader.GetInt64(1) - 1],
                    Columns = key.Columns,
                    Constraint = key.Name,
                },
            cancellationToken
        );
    }
}
