using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SnapshotSeed.IntegrationTests.Library;

/// <summary>An application's context over fixtures/access, with two migrations.</summary>
internal sealed class AccessContext(DbContextOptions<AccessContext> options) : DbContext(options)
{
    [DbContext(typeof(AccessContext))]
    [Migration("20260101000000_Access")]
    private sealed class Access : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql(File.ReadAllText(Path.Combine(FixtureFolders.At("access"), "schema.sql")));
    }

    [DbContext(typeof(AccessContext))]
    [Migration("20260201000000_Notes")]
    private sealed class Notes : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("ALTER TABLE roles ADD COLUMN note text NOT NULL DEFAULT ''");
    }
}
