using System.Collections.Immutable;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Testing;

namespace SnapshotSeed.IntegrationTests.Gallery;

/// <summary>Databases of the gallery, at the scale of the make targets.</summary>
internal static class GalleryDatabase
{
    public static Task<TestDatabase> WithDataAsync(PostgresFixture postgres) =>
        postgres.CloneAsync(
            "demo",
            "gallery data",
            async (connection, cancellationToken) =>
            {
                await SqlScript.RunAsync(connection, FixtureFolders.At("gallery/schema.sql"), null, cancellationToken);
                await SqlScript.RunAsync(
                    connection,
                    FixtureFolders.At("gallery/data.sql"),
                    ImmutableDictionary<string, string>.Empty.Add("gallery.scale", "0.002"),
                    cancellationToken
                );
            }
        );

    public static Task<TestDatabase> EmptyAsync(PostgresFixture postgres) =>
        postgres.CloneAsync(
            "test",
            "gallery schema",
            (connection, cancellationToken) =>
                SqlScript.RunAsync(connection, FixtureFolders.At("gallery/schema.sql"), null, cancellationToken)
        );

    public static async Task<FolderContent> ExportAsync(TestDatabase database, string folder)
    {
        var run = await Tool.RunVerbAsync("export", "--source", database.Url, "--snapshot", folder);
        Assert.Equal(0, run.ExitCode);
        return FolderContent.Read(folder);
    }
}
