using SnapshotSeed.Catalog;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal sealed class EmptyTablesRunner(Session session, IEnumerable<TableLoad> loads)
{
    private readonly Dictionary<TableName, Table> tables = loads.ToDictionary(
        load => load.Table.Name,
        load => ExtensionTables.OnlyAdded(load.Table)
    );

    /// <exception cref="SnapshotSeedException">Other rows reference these, or a trigger keeps some.</exception>
    public async Task RunAsync(EmptyTables operation, CancellationToken cancellationToken)
    {
        await RefuseToLoseRowsAsync(operation, cancellationToken);
        var statements = EmptySql.Empty(operation, name => tables[name]).ToList();
        await session.ExecuteInOwnPathAsync(statements, cancellationToken);
        if (!operation.ByTruncate)
            await CheckEmptyAsync(
                [.. operation.Components.SelectMany(component => component.Tables).Select(name => tables[name])],
                cancellationToken
            );
    }

    /// <summary>Asks under a lock for which the check of a new reference waits, so that none can come after.</summary>
    private async Task RefuseToLoseRowsAsync(EmptyTables operation, CancellationToken cancellationToken)
    {
        if (operation.ReferencedFrom.IsEmpty)
            return;

        var referenced = operation
            .ReferencedFrom.Select(user => user.Key.ReferencedTable)
            .Distinct()
            .Order()
            .Select(name => tables[name]);
        await session.ExecuteAsync(EmptySql.LockOutReferences(referenced), cancellationToken);
        var isUsed = await session.ValuesAsync<bool>(
            operation.ReferencedFrom.Select(user => EmptySql.AnyReference(user.Key, user.Table)),
            cancellationToken
        );
        var users = operation
            .ReferencedFrom.Where((_, i) => isUsed[i])
            .Select(
                MessageTemplate (user) =>
                    $"{user.Table.Name} is not loaded; its rows reference {user.Key.ReferencedTable} "
                    + $"({user.Key.Name})"
            )
            .ToList();
        if (users.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                $"cannot empty the tables: other tables reference them",
                users,
                $"Empty those tables, load them too, or import without {Setting.TruncateFirst}.",
                isNothingWritten: true
            );
        }
    }

    /// <summary>DELETE may leave rows: a trigger or a rule can turn it away.</summary>
    private async Task CheckEmptyAsync(IReadOnlyList<Table> emptied, CancellationToken cancellationToken)
    {
        var hasRows = await session.ValuesAsync<bool>(emptied.Select(MatchSql.HasRows), cancellationToken);
        var left = emptied
            .Where((_, i) => hasRows[i])
            .Select(
                MessageTemplate (table) =>
                    $"{table.Name}: rows remain after DELETE; probably a trigger or a rule kept them"
            )
            .ToList();
        if (left.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                $"could not empty the tables",
                left,
                $"Empty the tables yourself, or import without {Setting.TruncateFirst}.",
                isNothingWritten: true
            );
        }
    }
}
