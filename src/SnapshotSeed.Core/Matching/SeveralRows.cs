using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Matching;

/// <summary>Rows of a file whose key several rows of the target have.</summary>
internal static class SeveralRows
{
    public static Task<List<RowProblem>> FindAsync(RowCheck check, UniqueKey key, CancellationToken cancellationToken)
    {
        var load = check.Load;
        var primary = load.Table.RowKey?.Columns ?? [];
        Sql row = primary.IsEmpty
            ? (Sql)$"''"
            : $"{Sql.Literal($"{string.Join(", ", primary)} = ")} || concat_ws(', ', {Sql.Columns($"t", primary)})";
        Sql question = $"""
            SELECT s.line, count(*), (array_agg({row} ORDER BY {row}))[1:{RowCheck.Shown}]
            FROM (
                {check.Source}) s
            JOIN {load.Table.From()} t ON {MatchSql.SameKey(load, key)}
            GROUP BY s.line HAVING count(*) > 1
            """;
        return check.ProblemsAsync(
            question,
            reader =>
                check.Problem(RowProblemKind.SeveralRows, reader.GetInt64(0), withKey: true) with
                {
                    Columns = key.Columns,
                    Count = reader.GetInt64(1),
                    Holder = primary.IsEmpty ? null : string.Join(" and ", reader.GetFieldValue<string[]>(2)),
                },
            cancellationToken
        );
    }
}
