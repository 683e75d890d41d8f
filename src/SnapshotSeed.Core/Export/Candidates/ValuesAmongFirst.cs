using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>
/// Among the first rows of a table, the first row of each value that no candidate shows. A column with more values than
/// are to be shown gets as many rows as tell that.
/// </summary>
internal sealed class ValuesAmongFirst(Table table, RowOrder order, IReadOnlyList<UnseenValues> columns)
    : ICandidateSource
{
    // No column of a table has such a name by accident.
    private static readonly Identifier Place = new("column ");
    private static readonly Identifier Rank = new("rank ");

    public int Rows => FindValues.Reach;

    public Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns) =>
        $"""
            SELECT {columns}
            FROM (
                SELECT c.*, row_number() OVER (PARTITION BY c.{Place} ORDER BY {order.ByColumns}) AS {Rank}
                FROM (
                    SELECT DISTINCT ON (v.place, v.number) c.*, v.place AS {Place}
                    FROM {FirstRowsSql.Window(table, order, FindValues.Reach)}
                    CROSS JOIN LATERAL (VALUES {Numbers}) v (place, number)
                    WHERE {Sql.All([$"CASE v.place {Unseen} END", .. conditions])}
                    ORDER BY v.place, v.number, {order.ByColumns}
                ) c
            ) c
            WHERE c.{Rank} <= {Coverage.FewValues + 1}
            """;

    private Sql Numbers => Sql.List(columns.Select(Sql (column, i) => $"({i}, {column.Column.Shown})"));

    private Sql Unseen => Sql.Lines(columns.Select(Sql (column, i) => $"WHEN {i} THEN {IsUnseen(column)}"));

    private static Sql IsUnseen(UnseenValues column) =>
        Sql.Any([
            Sql.When(column.IsNullWanted, $"v.number IS NULL"),
            // NULL passes a comparison with an empty list.
            Sql.When(
                column.AreValuesWanted,
                $"v.number IS NOT NULL AND v.number <> ALL ({Parameter.Numbers(column.Seen)})"
            ),
        ]);
}
