using SnapshotSeed.Catalog;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Rows that would reference nothing; <c>sound</c> are the files without bad values.</summary>
internal sealed class DanglingReferences(LoadPlan plan, IReadOnlyDictionary<TableName, RowCheck> sound)
{
    // Each is another row to correct.
    private const int Shown = 50;

    public async Task<List<RowProblem>> FindAsync(RowCheck check, ForeignKey key, CancellationToken cancellationToken)
    {
        // A key of one partition binds the rows that end up there only, a row whose parent is not sound is the parent's
        // problem, and a generated column is not in the parent's file.
        var parent = sound.GetValueOrDefault(key.ReferencedTable);
        if (
            key.OnlyInPartitions is not null
            || plan.Tables.Any(load => load.Table.Through == key.ReferencedTable)
            || (parent is null ? Loads(key.ReferencedTable) : !parent.Load.Holds(key.ReferencedColumns))
        )
            return [];

        return await check.ProblemsAsync(
            Question(check, key, parent),
            reader =>
                check.Problem(KindOf(check, key, reader.GetBoolean(1)), reader.GetInt64(0)) with
                {
                    Columns = key.Columns,
                    Referenced = key.ReferencedTable,
                    Constraint = key.Name,
                },
            cancellationToken,
            most: Math.Max(Shown, check.Most)
        );
    }

    private RowProblemKind KindOf(RowCheck check, ForeignKey key, bool isInSnapshot)
    {
        if (isInSnapshot)
            return RowProblemKind.DanglingIntoDifferent;
        if (check.Load.Table.ReferencesIntoExtensions.Contains(key))
            return RowProblemKind.DanglingIntoExtension;
        return plan.LeftOut.Contains(key.ReferencedTable)
            ? RowProblemKind.DanglingIntoLeftOut
            : RowProblemKind.Dangling;
    }

    private bool Loads(TableName table) => plan.Tables.Any(load => load.Table.Name == table && load.Rows > 0);

    private Sql Question(RowCheck check, ForeignKey key, RowCheck? parent)
    {
        Sql referenced = plan.Tables.FirstOrDefault(load => load.Table.Name == key.ReferencedTable) is { } loaded
            ? loaded.Table.From()
            : $"{key.ReferencedTable}";
        var (inSnapshot, isInserted) = ((Sql)$"false", (Sql)$"false");
        if (parent is not null)
        {
            // Of a row that is there already the import leaves the table's own values.
            var isParent = key.MatchesValues(name => MatchSql.Value(parent.Load, $"s", name), Referencing);
            inSnapshot = $"EXISTS (SELECT FROM parents s WHERE {isParent})";
            isInserted = $"EXISTS (SELECT FROM parents s WHERE {isParent} AND NOT {MatchSql.IsThere(parent.Load)})";
        }

        var parents = parent is null
            ? Sql.Empty
            : (Sql)
                $"""
                    WITH parents AS MATERIALIZED (
                        {parent.Source})

                    """;
        return $"""
            {parents}SELECT c.line, {inSnapshot}
            FROM (
                {check.Source}) c
            WHERE {Sql.All([
                .. key.Columns.Select(Sql (column) => $"{Referencing(column)} IS NOT NULL"),
                key.Where is { Sources.IsEmpty: false } bounds ? bounds.IsMet(Referencing) : Sql.Empty,
            ])}
                AND NOT EXISTS (SELECT FROM {referenced} p WHERE {key.Matches((Sql)$"p", Referencing)})
                AND NOT {isInserted}
            """;

        Sql Referencing(string column) => MatchSql.Value(check.Load, $"c", column);
    }
}
