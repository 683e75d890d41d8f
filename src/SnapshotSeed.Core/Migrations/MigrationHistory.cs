using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Migrations;

/// <summary>Which migrations have run on a database.</summary>
internal static class MigrationHistory
{
    // More than any project has; beyond it the oldest are not known.
    private const int MostRead = 10_000;

    /// <summary>The catalog with what a user says of further tools' tables.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="tables">Their tables, and the column of each whose greatest value is the newest version.</param>
    /// <exception cref="SnapshotSeedException">A table or column does not exist.</exception>
    public static DatabaseCatalog Configure(DatabaseCatalog catalog, IDictionary<string, string> tables)
    {
        if (tables.Count == 0)
            return catalog;
        var columns = new TableNameResolver(catalog.Tables.Select(table => table.Name)).ByTable(
            tables,
            Setting.MigrationTables
        );
        var unknown = columns
            .Where(pair => catalog[pair.Key].Columns.All(column => column.Name != pair.Value))
            .OrderBy(pair => pair.Key)
            .Select(Wording (pair) => $"{Setting.MigrationTables}: {pair.Key} has no column {pair.Value}")
            .ToList();
        if (unknown.Count > 0)
            throw new SnapshotSeedException(
                Wording.Lines(unknown),
                "Name the column whose greatest value is the newest version.",
                FailureKind.WrongUsage
            );
        return catalog.With(table =>
            columns.TryGetValue(table.Name, out var column)
                ? table with
                {
                    ConfiguredMigrations = new(column, column),
                }
                : table
        );
    }

    /// <summary>What has run, or null where no known tool has been here (or its table may not be read).</summary>
    public static async Task<AppliedMigrations?> ReadAsync(
        DatabaseCatalog catalog,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var table = catalog
            .Tables.Where(table =>
                table is { Migrations.Version: not null, CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false }
            )
            .MinBy(table => table.ConfiguredMigrations is null);
        if (table is not { Migrations: { } migrations })
            return null;

        var order = table.Column(migrations.Order!);
        var carried = Carried(table, migrations.Ledger);
        var entries = await session
            .RowsAsync(
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
            )
            .ConfigureAwait(false);
        if (entries is not [[{ }, ..], ..])
            return null;
        return new(table, [.. entries.Select(entry => entry[0]).OfType<string>()])
        {
            Entries = carried.IsEmpty
                ? []
                : [.. entries.Select(entry => new AppliedMigration([.. carried.Zip(entry.Skip(1))])).Reverse()],
        };
    }

    /// <summary>None where the tool's table is not what is known of it, or a user named it.</summary>
    private static ImmutableArray<string> Carried(Table table, Ledger? ledger) =>
        ledger is not null
        && table.ConfiguredMigrations is null
        && ledger.Carried.All(name => table.Columns.Any(column => column.Name == name))
            ? ledger.Carried
            : [];
}
