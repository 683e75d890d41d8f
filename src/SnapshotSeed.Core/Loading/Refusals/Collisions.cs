using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Loading;

/// <summary>
/// Rows whose unique value another row of the target holds: they would be passed over, and what references them would
/// point nowhere.
/// </summary>
internal static class Collisions
{
    public static async Task<List<RowProblem>> FindAsync(
        RowCheck check,
        UniqueKey key,
        CancellationToken cancellationToken
    )
    {
        Sql question = $"""
            SELECT s.line, {check.Holder($"t")}
            FROM (
                {check.Source}) s
            JOIN {check.Load.Table.From()} t ON {MatchSql.SameKey(check.Load, key)}
            WHERE NOT {MatchSql.IsThere(check.Load)}
            ORDER BY s.line LIMIT {RowCheck.Shown}
            """;
        var found = await check.AskAsync(
            question,
            reader => (Row: reader.GetInt64(0), Holder: reader.GetString(1)),
            cancellationToken
        );
        return found.ConvertAll(pair =>
            check.Problem(RowProblemKind.Collision, pair.Row, withKey: true) with
            {
                Holder = check.HolderInWords(pair.Holder),
                Columns = key.Columns,
                Constraint = key.Name,
            }
        );
    }
}
