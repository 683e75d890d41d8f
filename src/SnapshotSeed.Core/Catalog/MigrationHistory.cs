using SnapshotSeed.Database;

namespace SnapshotSeed.Catalog;

/// <summary>
/// The bookkeeping tables of migration tools. They describe the schema, not the data: a snapshot carries the version
/// that they hold, never their rows, because a target has its own from its own migrations.
/// </summary>
internal static class MigrationHistory
{
    // Table name, compared without case -> the column with the version, and the one whose greatest value is the newest.
    private static readonly Dictionary<string, (string Column, string Order)> Versions = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["__EFMigrationsHistory"] = ("MigrationId", "MigrationId"),
        ["flyway_schema_history"] = ("version", "installed_rank"),
        ["databasechangelog"] = ("id", "orderexecuted"),
        ["schema_migrations"] = ("version", "version"),
        ["alembic_version"] = ("version_num", "version_num"),
        ["knex_migrations"] = ("name", "id"),
        ["_prisma_migrations"] = ("migration_name", "finished_at"),
        ["django_migrations"] = ("name", "id"),
        ["schemaversions"] = ("scriptname", "schemaversionsid"),
        ["goose_db_version"] = ("version_id", "id"),
        ["_sqlx_migrations"] = ("version", "version"),
        ["SequelizeMeta"] = ("name", "name"),
        ["__MigrationHistory"] = ("MigrationId", "MigrationId"),
        ["__diesel_schema_migrations"] = ("version", "version"),
        ["__drizzle_migrations"] = ("hash", "id"),
        ["doctrine_migration_versions"] = ("version", "version"),
        ["gorp_migrations"] = ("id", "id"),
        ["kysely_migration"] = ("name", "name"),
        ["migrations"] = ("migration", "id"),
        ["pgmigrations"] = ("name", "id"),
    };

    // Locks, and the one in which Rails notes whether a database is for development or test: there a source and its
    // target always differ.
    private static readonly HashSet<string> Versionless = new(StringComparer.OrdinalIgnoreCase)
    {
        "databasechangeloglock",
        "knex_migrations_lock",
        "kysely_migration_lock",
        "ar_internal_metadata",
    };

    /// <summary>
    /// Whether a table is a migration tool's own. A table of such a name with other columns is the user's.
    /// </summary>
    public static bool IsBookkeeping(Table table) =>
        Versionless.Contains(table.Name.Name) || VersionColumn(table) is not null;

    /// <summary>The newest version, or null where no known tool has been here (or its table may not be read).</summary>
    public static async Task<MigrationVersion?> ReadAsync(
        DatabaseCatalog catalog,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var table = catalog.Tables.FirstOrDefault(table =>
            VersionColumn(table) is not null && table is { CanSelect: true, HasRowSecurity: false }
        );
        if (table is null)
            return null;

        var order = table.Column(Versions[table.Name.Name].Order);
        var collation = Sql.When(order.HasLinguisticOrder, $" COLLATE \"C\"");
        var versions = await session.RowsAsync(
            $"""
            SELECT {new Identifier(VersionColumn(table)!)}::text FROM {table.Name}
            ORDER BY {order}{collation} DESC NULLS LAST LIMIT 1
            """,
            reader => reader.IsDBNull(0) ? null : reader.GetString(0),
            cancellationToken
        );
        return versions is [{ } version] ? new MigrationVersion(table.Name, version) : null;
    }

    private static string? VersionColumn(Table table)
    {
        if (!Versions.TryGetValue(table.Name.Name, out var version))
            return null;
        var order = version.Order.Trim('"');
        return
            table.Columns.Any(column => column.Name == order)
            && table.Columns.Any(column => column.Name == version.Column)
            ? version.Column
            : null;
    }
}
