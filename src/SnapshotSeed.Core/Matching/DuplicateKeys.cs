using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Matching;

internal static class DuplicateKeys
{
    /// <summary>The first row of each group, beside the next one.</summary>
    public static Task<List<RowProblem>> FindAsync(RowCheck check, UniqueKey key, CancellationToken cancellationToken)
    {
        Sql question = $"""
            SELECT min(s.line), (array_agg(s.line ORDER BY s.line))[2]
            FROM (
                {check.Source}) s
            WHERE {IsGiven(check, key)}
            GROUP BY {Sql.List(Values(check, key))} HAVING count(*) > 1
            """;
        return AskAsync(check, key, question, cancellationToken);
    }

    /// <summary>All rows of each group but the first, beside which each of them stands.</summary>
    public static Task<List<RowProblem>> LaterAsync(RowCheck check, UniqueKey key, CancellationToken cancellationToken)
    {
        Sql question = $"""
            SELECT g.line, g.first
            FROM (
                SELECT s.line, min(s.line) OVER (PARTITION BY {Sql.List(Values(check, key))}) AS first
                FROM (
                    {check.Source}) s
                WHERE {IsGiven(check, key)}) g
            WHERE g.line > g.first
            """;
        return AskAsync(check, key, question, cancellationToken);
    }

    private static IEnumerable<Sql> Values(RowCheck check, UniqueKey key) =>
        key.Columns.Select(
            Sql (name, i) => $"{MatchSql.Value(check.Load, $"s", name)}{Sql.FromCatalog(key.CollationOf(i))}"
        );

    private static Sql IsGiven(RowCheck check, UniqueKey key) =>
        key.NullsAreEqual
            ? (Sql)$"true"
            : Sql.All(key.Columns.Select(Sql (name) => $"s.{FileRowsSql.Name(check.Load.IndexOf(name))} IS NOT NULL"));

    private static Task<List<RowProblem>> AskAsync(
        RowCheck check,
        UniqueKey key,
        Sql question,
        CancellationToken cancellationToken
    ) =>
        check.ProblemsAsync(
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
