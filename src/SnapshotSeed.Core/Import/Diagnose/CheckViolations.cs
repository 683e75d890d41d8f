using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

internal static class CheckViolations
{
    public static Task<List<RowProblem>> FindAsync(
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
            """;
        return check.ProblemsAsync(
            question,
            reader => check.Problem(RowProblemKind.Check, reader.GetInt64(0)) with { Constraint = constraint.Name },
            cancellationToken,
            inTarget: true
        );
    }
}
