using Npgsql;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Import.Execute;

/// <summary>Switches triggers off for the length of a transaction, and leaves each as it was found.</summary>
internal sealed class SwitchTriggersRunner(LoadState state)
{
    public async Task RunAsync(SwitchTriggers operation, CancellationToken cancellationToken)
    {
        var (session, off) = (state.Session, state.TriggersOff);
        if (operation.On)
        {
            await session.ExecuteInOwnPathAsync(off.Select(trigger => On(trigger)), cancellationToken);
            off.Clear();
            return;
        }

        foreach (var table in operation.Tables)
            off.AddRange(await session.RowsAsync(Enabled(table), Read, cancellationToken));
        await session.ExecuteInOwnPathAsync(
            off.Select(trigger => Off(trigger.Table, trigger.Trigger)),
            cancellationToken
        );
    }

    /// <summary>Also the copies that partitions have, but not triggers that fire on a replica only.</summary>
    private static Sql Enabled(TableName table) =>
        $"""
            SELECT n.nspname::text, c.relname::text, g.tgname::text, g.tgenabled = 'A'
            FROM pg_catalog.pg_trigger g
            JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
                AND (c.oid = {Name(table)} OR {Name(table)} IN (SELECT a.relid FROM pg_partition_ancestors(c.oid) a))
            ORDER BY 1, 2, 3
            """;

    private static Sql Name(TableName table) =>
        $"{Sql.Literal($"{new Identifier(table.Schema)}.{new Identifier(table.Name)}")}::regclass";

    private static (TableName, Identifier, bool) Read(NpgsqlDataReader reader) =>
        (new(reader.GetString(0), reader.GetString(1)), new(reader.GetString(2)), reader.GetBoolean(3));

    private static Sql Off(TableName table, Identifier trigger) =>
        $"ALTER TABLE ONLY {table} DISABLE TRIGGER {trigger}";

    private static Sql On((TableName Table, Identifier Trigger, bool IsAlways) off) =>
        $"ALTER TABLE ONLY {off.Table} ENABLE {Sql.When(off.IsAlways, $"ALWAYS ")}TRIGGER {off.Trigger}";
}
