using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Migrations;

internal static class MigrationHistory
{
    // More than any project has. Of more, the oldest are not read.
    private const int MostRead = 10_000;

    /// <summary>Null if no known tool migrated the database, or its table cannot be read.</summary>
    public static async Task<MigrationState?> ReadAsync(
        DatabaseCatalog catalog,
        HistoryTables tables,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var table = catalog
            .Tables.Where(table =>
                tables[table.Name] is { Version: not null }
                && table is { CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false }
            )
            .MinBy(table => !tables.IsConfigured(table.Name));
        if (table is null)
            return null;

        var migrations = tables[table.Name]!;
        var order = table.Column(migrations.Order!);
        var carried = tables.IsConfigured(table.Name) ? [] : Carried(table, migrations.Ledger);
        var entries = await session.RowsAsync(
            $"""
            SELECT {Sql.List(
                carried.Prepend(migrations.Version!).Select(Sql (column) => $"m.{new Identifier(column)}::text")
            )}
            FROM {table.Name} m
            WHERE {Sql.FromCatalog(carried.IsEmpty ? "true" : migrations.Ledger!.Where ?? "true")}
            ORDER BY m.{order}{Sql.When(order.HasLinguisticOrder, $" COLLATE \"C\"")} DESC NULLS LAST
            LIMIT {MostRead}
            """,
            reader =>
                Enumerable
                    .Range(0, reader.FieldCount)
                    .Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))
                    .ToList(),
            cancellationToken
        );
        if (entries is not [[{ }, ..], ..])
            return null;
        return new(table, [.. entries.Select(entry => entry[0]).OfType<string>()])
        {
            IsWhole = migrations.Ledger is { KeepsOne: false },
            Entries = carried.IsEmpty
                ? []
                : [.. entries.Select(entry => new MigrationEntry([.. carried.Zip(entry.Skip(1))])).Reverse()],
        };
    }

    /// <summary>Empty if the table has other columns than the tool's.</summary>
    private static ImmutableArray<string> Carried(Table table, Ledger? ledger) =>
        ledger is not null && ledger.Carried.All(name => table.Columns.Any(column => column.Name == name))
            ? ledger.Carried
            : [];
}
