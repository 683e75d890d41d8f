using SnapshotSeed.Migrations;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class MigrationTables
{
    [Theory]
    [InlineData("__EFMigrationsHistory", "MigrationId", "ProductVersion")]
    [InlineData("flyway_schema_history", "installed_rank", "version")]
    [InlineData("databasechangelog", "id", "orderexecuted")]
    [InlineData("schema_migrations", "version")]
    [InlineData("alembic_version", "version_num")]
    [InlineData("django_migrations", "id", "name")]
    [InlineData("SequelizeMeta", "name")]
    [InlineData("migrations", "id", "migration", "batch")]
    [InlineData("__diesel_schema_migrations", "version", "run_on")]
    [InlineData("databasechangeloglock", "id")]
    [InlineData("ar_internal_metadata", "key", "value")]
    [InlineData("migrations", "id", "timestamp", "name")]
    [InlineData("migrations", "id", "name", "hash", "executed_at")]
    [InlineData("mikro_orm_migrations", "id", "name", "executed_at")]
    [InlineData("VersionInfo", "Version", "AppliedOn", "Description")]
    [InlineData("phinxlog", "version", "migration_name", "start_time", "end_time", "breakpoint")]
    [InlineData("schema_info", "version")]
    [InlineData("schema_migrations", "filename")]
    [InlineData("refinery_schema_history", "version", "name", "applied_on", "checksum")]
    [InlineData("atlas_schema_revisions", "version", "description", "type", "applied", "total", "executed_at")]
    public void Are_known_by_name_and_columns(string name, params string[] columns) =>
        Assert.True(IsBookkeeping(name, columns));

    [Theory]
    [InlineData("users", "version")]
    [InlineData("schema_migrations", "id", "planned_for")]
    [InlineData("flyway_schema_history", "version")]
    [InlineData("migrations", "id", "species", "distance")]
    [InlineData("migrations", "id", "name", "timestamp", "birds")]
    [InlineData("schema_info", "version", "owner")]
    [InlineData("versioninfo", "Version", "Song")]
    public void Are_not_what_only_looks_like_one(string name, params string[] columns) =>
        Assert.False(IsBookkeeping(name, columns));

    [Fact]
    public void Show_their_version_with_their_name() =>
        Assert.Equal(
            "20261101_tags (schema_migrations)",
            new MigrationVersion(new TableName("public", "schema_migrations"), "20261101_tags").ToString()
        );

    private static bool IsBookkeeping(string name, string[] columns) =>
        KnownMigrationTables.Find(Named(name, columns)) is not null;

    private static Table Named(string name, string[] columns) =>
        new(new TableName("storage", name)) { Columns = [.. columns.Select(CatalogNotation.Text)] };
}
