using SnapshotSeed.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>
/// Rows of a table or cycle that depend, through any depth, on other rows of it that stay out. One question for each
/// foreign key, however long the chains are.
/// </summary>
/// <param name="pending">The tables of the cycle.</param>
internal sealed class Dependents(IReadOnlyDictionary<TableName, PendingRows> pending)
{
    /// <param name="blame">The rows that stay out; these are added.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddAsync(Blame blame, CancellationToken cancellationToken)
    {
        var open = new List<Reference>();
        foreach (var child in pending.Values)
        {
            foreach (var key in child.Load.Table.ForeignKeys.Where(key => IsWithin(child, key)))
                open.AddRange(await ReferencesAsync(child, key, cancellationToken));
        }

        int before;
        do
        {
            before = open.Count;
            foreach (var lost in open.Where(reference => reference.IsLost(blame)).ToList())
                blame.Add([lost.Problem]);
            open.RemoveAll(reference => blame.Has(reference.Problem.Name, reference.Problem.Line!.Value));
        } while (open.Count < before);
    }

    private bool IsWithin(PendingRows child, ForeignKey key) =>
        key is { IsEnforced: true, OnlyInPartitions: null }
        && child.Load.Holds(key.Columns)
        && pending.TryGetValue(key.ReferencedTable, out var parent)
        && parent.Load.Holds(key.ReferencedColumns)
        && parent.Inserted.Length > 0;

    /// <summary>The rows whose parent is not in the target, with the rows of the file that may become it.</summary>
    private async Task<IEnumerable<Reference>> ReferencesAsync(
        PendingRows child,
        ForeignKey key,
        CancellationToken cancellationToken
    )
    {
        var parent = pending[key.ReferencedTable];
        var (rows, parents) = (child.Written, parent.All.At(parent.Inserted));
        Sql question = $"""
            WITH parents AS MATERIALIZED (
                {parents.Source})
            SELECT c.line, s.line
            FROM (
                {rows.Source}) c
            JOIN parents s ON {key.MatchesValues(name => MatchSql.Value(parent.Load, $"s", name), Referencing)}
            WHERE NOT EXISTS (
                SELECT FROM {parent.Load.Table.From()} p WHERE {key.Matches((Sql)$"p", Referencing)})
            """;
        var found = await rows.AskAsync(
            question,
            reader => (Child: reader.GetInt64(0), Parent: reader.GetInt64(1)),
            cancellationToken
        );
        return found
            .GroupBy(pair => pair.Child, pair => parents.Rows.Lines[pair.Parent - 1])
            .Select(group => new Reference(
                rows.Problem(RowProblemKind.ParentNotLoaded, group.Key) with
                {
                    Columns = key.Columns,
                    Referenced = key.ReferencedTable,
                    Constraint = key.Name,
                },
                [.. group]
            ));

        Sql Referencing(string column) => MatchSql.Value(child.Load, $"c", column);
    }

    private sealed record Reference(RowProblem Problem, List<long> Parents)
    {
        public bool IsLost(Blame blame) => Parents.TrueForAll(line => blame.Has(Problem.Referenced!, line));
    }
}
