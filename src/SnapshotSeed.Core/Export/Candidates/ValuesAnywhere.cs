using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>
/// Of a table with more rows than are searched one by one, the first row of each value that the catalog knows or that an
/// index has, and no candidate shows. A value that no row has takes a scan, unless an index has the column.
/// </summary>
internal sealed class ValuesAnywhere(Table table, RowOrder order, UnseenValues column) : ICandidateSource
{
    /// <summary>Whether values of a column can be found beyond the first rows.</summary>
    public static bool CanFind(CoveredColumn column) =>
        !column.Known.IsEmpty || (column.IsIndexed && column.HasOwnType);

    public int Rows => Coverage.FewValues;

    private Sql Value => $"c.{column.Column.Column}";

    // Behind a fence, or PostgreSQL might walk along the key past all rows.
    public Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns) =>
        $"""
            SELECT {columns}
            FROM ({(column.Column.Known.IsEmpty ? Indexed : column.Column.Known)}) w (value)
            CROSS JOIN LATERAL (
                SELECT c.*
                FROM (
                    SELECT {table.Row((Sql)$"c", withPlace: true)}
                    FROM {table.From()} c
                    WHERE {Sql.All([$"{Value} = w.value", .. conditions])}
                    OFFSET 0
                ) c
                ORDER BY {order.ByColumns}
                LIMIT 1
            ) c
            WHERE EXISTS (SELECT FROM {table.From()} r OFFSET {FindValues.Reach})
                AND {CoveredColumn.NumberOf((Sql)$"w.value")} <> ALL ({Parameter.Numbers(column.Seen)})
            """;

    /// <summary>The first values in the order of an index, each by one step.</summary>
    private Sql Indexed =>
        $"""
            WITH RECURSIVE step (value, number) AS (
                (SELECT {Value}::{column.Column.BareType}, 1 {Next((Sql)$"{Value} IS NOT NULL")})
                UNION ALL
                SELECT (SELECT {Value}::{column.Column.BareType} {Next((Sql)$"{Value} > s.value")}), s.number + 1
                FROM step s
                WHERE s.value IS NOT NULL AND s.number <= {Coverage.FewValues}
            )
            SELECT s.value FROM step s WHERE s.value IS NOT NULL
            """;

    private Sql Next(Sql condition) => $"FROM {table.From()} c WHERE {condition} ORDER BY {Value} LIMIT 1";
}
