using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Migrations;

/// <summary>
/// The tables of migration tools, in whatever schema, by name (compared without case) and columns. A table of such a name
/// with other columns is the user's.
/// </summary>
internal static class KnownMigrationTables
{
    private static readonly ILookup<string, Layout> Layouts = new Layout[]
    {
        new("__EFMigrationsHistory", "MigrationId"),
        new("__MigrationHistory", "MigrationId"),
        new("__diesel_schema_migrations", "version"),
        new("__drizzle_migrations", "hash", "id"),
        new("_prisma_migrations", "migration_name", "finished_at"),
        new("_sqlx_migrations", "version"),
        new("alembic_version", "version_num"),
        new("atlas_schema_revisions", "version") { Others = ["description", "applied"] },
        new("databasechangelog", "id", "orderexecuted"),
        new("django_migrations", "name", "id"),
        new("doctrine_migration_versions", "version"),
        new("flyway_schema_history", "version", "installed_rank"),
        new("goose_db_version", "version_id", "id"),
        new("gorp_migrations", "id"),
        new("knex_migrations", "name", "id"),
        new("kysely_migration", "name"),
        // Laravel, TypeORM, and the postgres-migrations of Node.
        new("migrations", "migration", "id"),
        new("migrations", "name", "timestamp") { Others = ["id"], IsExact = true },
        new("migrations", "name", "id") { Others = ["hash", "executed_at"], IsExact = true },
        new("mikro_orm_migrations", "name", "id"),
        new("pgmigrations", "name", "id"),
        new("phinxlog", "version") { Others = ["start_time"] },
        new("refinery_schema_history", "version") { Others = ["checksum"] },
        // Sequel with numbers, and with the names of files; the latter of many others.
        new("schema_info", "version") { IsExact = true },
        new("schema_migrations", "version"),
        new("schema_migrations", "filename") { IsExact = true },
        new("schemaversions", "scriptname", "schemaversionsid"),
        new("SequelizeMeta", "name"),
        new("VersionInfo", "Version") { Others = ["AppliedOn"] },
        // Locks, and the one in which Rails notes whether a database is for development or test: there a source and its
        // target always differ.
        new("databasechangeloglock"),
        new("knex_migrations_lock"),
        new("kysely_migration_lock"),
        new("ar_internal_metadata"),
    }.ToLookup(layout => layout.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>How a table keeps a tool's books; null where it does not.</summary>
    public static MigrationTable? Find(Table table)
    {
        // Nearly every table has a name that no tool's has.
        if (!Layouts.Contains(table.Name.Name))
            return null;
        var columns = table.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return Layouts[table.Name.Name].FirstOrDefault(layout => layout.Fits(columns))?.Table;
    }

    /// <param name="Name">The table's name.</param>
    /// <param name="Version">The column with the version.</param>
    /// <param name="Order">The column whose greatest value is the newest; null if it is the same.</param>
    private sealed record Layout(string Name, string? Version = null, string? Order = null)
    {
        /// <summary>What else the table has.</summary>
        public ImmutableArray<string> Others { get; init; } = [];

        /// <summary>Whether it has no more columns than these: the name alone says little.</summary>
        public bool IsExact { get; init; }

        public MigrationTable Table => new(Version, Order ?? Version);

        public bool Fits(HashSet<string> columns)
        {
            var own = Others.ToHashSet(StringComparer.Ordinal);
            own.UnionWith(new[] { Version, Order }.OfType<string>());
            return IsExact ? columns.SetEquals(own) : columns.IsSupersetOf(own);
        }
    }
}
