using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>Empties the tables that are to be loaded, and only those.</summary>
internal sealed class TableEmptier(NpgsqlConnection connection, LoadPlan plan)
{
    /// <exception cref="SnapshotSeedException">
    /// Another table's rows reference these, or a trigger kept rows.
    /// </exception>
    public async Task RunAsync(EmptyTables operation, CancellationToken cancellationToken)
    {
        await RefuseToLoseRowsAsync(operation, cancellationToken);
        var tables = plan.Tables.ToDictionary(load => load.Table.Name, load => load.Table);
        await using (var batch = connection.NewBatch())
        {
            foreach (var sql in LoadSql.Empty(operation, name => tables[name]))
                batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        if (!operation.ByTruncate)
            await CheckEmptyAsync(
                [.. operation.Components.SelectMany(component => component.Tables).Select(name => tables[name])],
                cancellationToken
            );
    }

    /// <summary>
    /// Asks only once nobody can make a new reference: the check of a foreign key locks the table that it references,
    /// which waits for the lock here. A row that another session is about to commit is seen, or refused there.
    /// </summary>
    private async Task RefuseToLoseRowsAsync(EmptyTables operation, CancellationToken cancellationToken)
    {
        if (operation.ReferencedFrom.IsEmpty)
            return;

        var tables = plan.Tables.ToDictionary(load => load.Table.Name, load => load.Table);
        var referenced = operation
            .ReferencedFrom.Select(user => user.Key.ReferencedTable)
            .Distinct()
            .Order()
            .Select(name => tables[name]);
        await connection.ExecuteAsync(LoadSql.LockOutReferences(referenced), cancellationToken);
        var used = await Questions.AskAsync<bool>(
            connection,
            operation.ReferencedFrom.Select(user => LoadSql.AnyReference(user.Key, user.Table)),
            cancellationToken
        );
        var users = operation
            .ReferencedFrom.Zip(used)
            .Where(pair => pair.Second)
            .Select(pair =>
                $"{pair.First.Table.Name} is not loaded, and its rows reference {pair.First.Key.ReferencedTable} ({pair.First.Key.Name})"
            )
            .ToList();
        if (users.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "--truncate-first would lose rows of other tables, or leave them pointing nowhere",
                users,
                "Empty those tables yourself, load them too, or import without --truncate-first. Nothing was written."
            );
        }
    }

    /// <summary>DELETE may leave rows: a trigger or a rule can turn it away.</summary>
    private async Task CheckEmptyAsync(IReadOnlyList<Table> emptied, CancellationToken cancellationToken)
    {
        var hasRows = await Questions.AskAsync<bool>(connection, emptied.Select(LoadSql.HasRows), cancellationToken);
        var left = emptied
            .Zip(hasRows)
            .Where(pair => pair.Second)
            .Select(pair => $"{pair.First.Name}: rows are left after DELETE, so a trigger or a rule kept them")
            .ToList();
        if (left.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "--truncate-first could not empty the tables",
                left,
                "Empty them yourself, or import without --truncate-first. Nothing was written."
            );
        }
    }
}
