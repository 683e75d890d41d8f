using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Verify;

internal static class DanglingRowsSql
{
    /// <summary>Under MATCH SIMPLE a NULL references nothing by right, under MATCH FULL only if all are NULL.</summary>
    public static Sql Dangling(ForeignKey key, Table table, Table referenced)
    {
        var (binds, isHalfNull) = (key.Binds((Sql)$"c"), key.IsHalfNull((Sql)$"c"));
        return $"""
            SELECT count(*) FROM {table.From()} c
            WHERE {Sql.When(!binds.IsEmpty, $"{binds} AND ")}({key.IsGiven($"c")}
                AND NOT {key.IsMet(referenced.From(), (Sql)$"c")}{Sql.When(!isHalfNull.IsEmpty, $" OR {isHalfNull}")})
            """;
    }
}
