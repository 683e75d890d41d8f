using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal sealed class StampMigrationRunner(Session session)
{
    /// <exception cref="SnapshotSeedException">The table cannot hold the version.</exception>
    public async Task RunAsync(StampMigration operation, CancellationToken cancellationToken)
    {
        var stamp = operation.Stamp;
        if (stamp.IsTableMissing)
            await CreateAsync(stamp.Table, stamp.Ledger, cancellationToken);
        if (!stamp.Entries.IsEmpty && stamp.Ledger.KeepsOne)
            await session.ExecuteInOwnPathAsync([$"DELETE FROM {stamp.Table}"], cancellationToken);
        else
            await RemoveAsync(stamp, cancellationToken);
        foreach (var entry in stamp.Entries)
            await WriteAsync(stamp.Table, stamp.Ledger, entry, cancellationToken);
    }

    private async Task RemoveAsync(Stamp stamp, CancellationToken cancellationToken)
    {
        foreach (var entry in stamp.Removed)
            await session.ExecuteAsync(
                $"""
                DELETE FROM {stamp.Table} m
                WHERE {Sql.All(
                    stamp
                        .Ledger.Key.Prepend(stamp.Ledger.Carried[0])
                        .Distinct()
                        .Select(Sql (column) => $"m.{new Identifier(column)}::text {IsValue(entry[column])}")
                )}
                """,
                stamp.Table.ToString(),
                cancellationToken
            );
    }

    private static Sql IsValue(string? text) => text is null ? (Sql)$"IS NULL" : $"= {Parameter.Text(text)}";

    private async Task CreateAsync(TableName name, Ledger ledger, CancellationToken cancellationToken)
    {
        var hasSchema = await session.ValueAsync<bool>(
            $"SELECT to_regnamespace({Sql.Literal(((Sql)$"{new Identifier(name.Schema)}").ToString())}) IS NOT NULL",
            cancellationToken
        );
        var statements = new List<Sql>();
        if (!hasSchema)
            statements.Add($"CREATE SCHEMA {new Identifier(name.Schema)}");
        statements.Add($"CREATE TABLE {name} ({Sql.FromCatalog(ledger.Definition)})");
        await session.ExecuteInOwnPathAsync(statements, cancellationToken);
    }

    private async Task WriteAsync(
        TableName table,
        Ledger ledger,
        MigrationEntry entry,
        CancellationToken cancellationToken
    )
    {
        var columns = entry.Values.Select(value => value.Column).Concat(ledger.Filled.Select(fill => fill.Column));
        var values = entry
            .Values.Select(Sql (value) => value.Value is { } text ? (Sql)$"{Parameter.Untyped(text)}" : $"NULL")
            .Concat(ledger.Filled.Select(fill => Sql.FromCatalog(fill.Value)));
        var attempt = await session.TryAsync(
            async () =>
            {
                await session.ExecuteAsync(
                    $"INSERT INTO {table} ({Sql.Columns(columns)}) VALUES ({Sql.List(values)})",
                    table.ToString(),
                    cancellationToken
                );
                return true;
            },
            cancellationToken
        );
        if (attempt.Refusal is { } refusal)
            throw refusal.IsAboutValues || refusal.IsAboutRows
                ? StampPlanner.Refused(
                    $"{table} cannot hold version {entry.Version} (SQLSTATE {refusal.SqlState})",
                    "Name a version that it can hold.",
                    refusal
                )
                : refusal;
    }
}
