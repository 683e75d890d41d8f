using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>Rows that violate a CHECK constraint.</summary>
internal static class CheckViolations
{
    public static async Task<List<RowProblem>> FindAsync(
        RowCheck check,
        CheckConstraint constraint,
        CancellationToken cancellationToken
    )
    {
        Sql question = $"""
            SELECT "line "
            FROM (
                SELECT s.line AS "line ", {check.AsTable}
                FROM (
                    {check.Source}) s) AS {new Identifier(check.Load.Table.Name.Name)}
            WHERE NOT ({Sql.FromCatalog(constraint.Expression)})
            ORDER BY 1 LIMIT {RowCheck.Shown}
            """;
        var rows = await check.AskInTargetAsync(question, reader => reader.GetInt64(0), cancellationToken);
        return rows.ConvertAll(row => check.Problem(RowProblemKind.Check, row) with { Constraint = constraint.Name });
    }
}
