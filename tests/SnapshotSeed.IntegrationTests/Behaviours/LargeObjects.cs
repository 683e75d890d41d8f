using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class LargeObjects(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task That_exported_rows_name_are_named()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE DOMAIN lo AS oid; CREATE TABLE files (id integer PRIMARY KEY, content lo, other oid)",
            "INSERT INTO files SELECT n, CASE WHEN n < 3 THEN lo_create(0) END, 1 FROM generate_series(1, 5) n"
        );

        var run = await Tool.RunToEndAsync("export", "--source", shop.Source.Url, "--snapshot", shop.Folder);

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Errors, "files: the large objects of content", "2 values");
        TextAssert.DoesNotContain(run.Errors, "values of other");
    }
}
