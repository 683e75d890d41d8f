using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Seeds;

/// <summary>The database of fixtures/journey at one of its migrations, and the snapshot that was taken at the third.</summary>
internal static class Journey
{
    public const int Last = 7;

    public const int OfTheSnapshot = 3;

    /// <summary>How a tool's table is made and filled, for tools that keep all versions and such that keep one.</summary>
    public static readonly (string Table, string Step) Rails = (
        "CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY)",
        "INSERT INTO schema_migrations VALUES ('{0}')"
    );

    public static readonly (string Table, string Step) Alembic = (
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)",
        "DELETE FROM alembic_version; INSERT INTO alembic_version VALUES ('rev{0}')"
    );

    public static string Config => Path.Combine(FixtureFolders.At("journey"), "snapshotseed.json");

    public static string Snapshot => Path.Combine(FixtureFolders.At("journey"), "snapshot");

    public static string Data => File.ReadAllText(Path.Combine(FixtureFolders.At("journey"), "data.sql"));

    /// <summary>A database at a migration.</summary>
    public static async Task<TestDatabase> AtAsync(
        PostgresFixture postgres,
        int migration,
        string name = "test",
        (string Table, string Step)? tool = null
    )
    {
        var database = await postgres.CloneAsync(name, (tool ?? Rails).Table);
        await MigrateAsync(database, 0, migration, tool);
        return database;
    }

    /// <summary>Runs the migrations behind one, up to another.</summary>
    public static async Task MigrateAsync(
        TestDatabase database,
        int from,
        int to,
        (string Table, string Step)? tool = null
    )
    {
        for (var migration = from + 1; migration <= to; migration++)
            await database.ExecuteAsync(
                $"{Script(migration)};\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, (tool ?? Rails).Step, migration)}"
            );
    }

    /// <summary>The schema at a migration, without any tool's table.</summary>
    public static string Schema(int migration) => string.Join(";\n", Enumerable.Range(1, migration).Select(Script));

    /// <summary>Runs the tool with the fixture's snapshot and configuration.</summary>
    public static Task<ToolRun> RunAsync(TestDatabase target, string verb, params string[] options) =>
        Tool.RunToEndAsync([verb, "--target", target.Url, "--snapshot", Snapshot, "--config", Config, .. options]);

    private static string Script(int migration)
    {
        var folder = Path.Combine(FixtureFolders.At("journey"), "migrations");
        return File.ReadAllText(Directory.EnumerateFiles(folder, $"{migration}_*.sql").Single()).TrimEnd().TrimEnd(';');
    }
}
