using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Rows whose unique value another row holds: they are passed over, and references lead nowhere.</summary>
internal static class Collisions
{
    public static Task<List<RowProblem>> FindAsync(RowCheck check, UniqueKey key, CancellationToken cancellationToken)
    {
        Sql question = $"""
            SELECT s.line, {check.Holder($"t")}
            FROM (
                {check.Source}) s
            JOIN {check.Load.Table.From()} t ON {MatchSql.SameKey(check.Load, key)}
            WHERE NOT {MatchSql.IsThere(check.Load)}
            """;
        return check.ProblemsAsync(
            question,
            reader =>
                check.Problem(RowProblemKind.Collision, reader.GetInt64(0), withKey: true) with
                {
                    Holder = check.HolderInWords(reader.GetString(1)),
                    Columns = key.Columns,
                    Constraint = key.Name,
                },
            cancellationToken
        );
    }
}
