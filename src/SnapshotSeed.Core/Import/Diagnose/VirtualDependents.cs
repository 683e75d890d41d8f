using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>
/// Rows whose parent row by a virtual foreign key was not loaded. The database would take them, and they would reference
/// nothing.
/// </summary>
internal static class VirtualDependents
{
    /// <param name="check">The file.</param>
    /// <param name="catalog">The tables that are loaded.</param>
    /// <param name="notLoaded">The rows that were not loaded.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<List<RowProblem>> FindAsync(
        RowCheck check,
        IReadOnlyDictionary<TableName, Table> catalog,
        NotLoadedRows notLoaded,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<RowProblem>();
        foreach (var key in check.Load.Table.ForeignKeys.Where(key => IsAffected(check, key, notLoaded)))
        {
            var written = (await PendingRows.OfAsync(check, cancellationToken)).Written;
            if (!catalog.TryGetValue(key.ReferencedTable, out var referenced) || written.Rows.Count == 0)
                continue;
            var dangling = await written.ProblemsAsync(
                Dangling(written, key, referenced),
                reader =>
                    written.Problem(RowProblemKind.Dangling, reader.GetInt64(0)) with
                    {
                        Columns = key.Columns,
                        Referenced = key.ReferencedTable,
                        Constraint = key.Name,
                    },
                cancellationToken
            );
            problems.AddRange(
                dangling
                    .Select(problem => notLoaded.Told(problem, written))
                    .Where(problem => problem.Kind == RowProblemKind.ParentNotLoaded)
            );
        }

        return problems;
    }

    private static bool IsAffected(RowCheck check, ForeignKey key, NotLoadedRows notLoaded) =>
        key.IsVirtual && check.Load.Holds(key.Columns) && notLoaded.Has(key.ReferencedTable);

    private static Sql Dangling(RowCheck check, ForeignKey key, Table referenced)
    {
        var binds = key.Binds((Sql)$"c");
        return $"""
            SELECT c."line "
            FROM (
                SELECT s.line AS "line ", {check.AsTable}
                FROM (
                    {check.Source}) s) c
            WHERE {Sql.When(!binds.IsEmpty, $"{binds} AND ")}{key.IsGiven($"c")} AND NOT {key.IsMet(
                referenced.From(),
                $"c"
            )}
            """;
    }
}
