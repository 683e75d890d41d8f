using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Runs <see cref="CheckAtOnce"/>.</summary>
internal static class CheckAtOnceRunner
{
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public static async Task RunAsync(LoadState state, CheckAtOnce operation, CancellationToken cancellationToken)
    {
        if (state.FiresAtOnce)
        {
            await state.Session.ExecuteInOwnPathAsync([$"SET CONSTRAINTS ALL IMMEDIATE"], cancellationToken);
            return;
        }

        var deferred = await state.Session.RowsAsync(
            Deferred(operation.Tables),
            reader => new TableName(reader.GetString(0), reader.GetString(1)),
            cancellationToken
        );
        if (deferred.Count > 0)
            await state.Session.ExecuteAsync(
                $"SET CONSTRAINTS {Sql.List(deferred.Select(Sql (name) => $"{name}"))} IMMEDIATE",
                cancellationToken
            );
    }

    /// <summary>The names of keys, unique or foreign, and exclusions that are checked at the end of a transaction.</summary>
    private static Sql Deferred(IEnumerable<TableName> tables)
    {
        var names = Parameter.Texts([
            .. tables.Select(table => $"{new Identifier(table.Schema)}.{new Identifier(table.Name)}"),
        ]);
        return $"""
            SELECT DISTINCT n.nspname::text, k.conname::text
            FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
            WHERE k.condeferred AND k.contype IN ('f', 'p', 'u', 'x')
                AND ARRAY[k.conrelid, pg_partition_root(k.conrelid)::oid] && {names}::regclass[]::oid[]
            ORDER BY 1, 2
            """;
    }
}
