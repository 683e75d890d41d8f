using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Migrations;

/// <summary>Which migrations have run on a database.</summary>
internal static class MigrationHistory
{
    /// <summary>The catalog with what a user says of further tools' tables.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="tables">Their tables, and the column of each whose greatest value is the newest version.</param>
    /// <exception cref="SnapshotSeedException">A table or column does not exist.</exception>
    public static DatabaseCatalog Configure(DatabaseCatalog catalog, ImmutableSortedDictionary<string, string> tables)
    {
        if (tables.IsEmpty)
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

    /// <summary>The newest version, or null where no known tool has been here (or its table may not be read).</summary>
    public static async Task<MigrationVersion?> ReadAsync(
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
        var collation = Sql.When(order.HasLinguisticOrder, $" COLLATE \"C\"");
        var versions = await session.RowsAsync(
            $"""
            SELECT m.{new Identifier(migrations.Version!)}::text
            FROM {table.Name} m
            ORDER BY m.{order}{collation} DESC NULLS LAST
            LIMIT 1
            """,
            reader => reader.IsDBNull(0) ? null : reader.GetString(0),
            cancellationToken
        );
        return versions is [{ } version] ? new MigrationVersion(table.Name, version) : null;
    }
}
