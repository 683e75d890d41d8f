using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Behaviours;

[Collection(OneServer.Name)]
public sealed class SimultaneousExports(PostgresFixture postgres)
{
    [SkippableTheory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Into_one_folder_all_end_well_and_leave_one_snapshot(int count)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        FolderDifference.Copy(shop.Folder, Path.Combine(shop.Parent, "kept"));
        await using var holder = await Holder.TakeAsync(shop.Source, "LOCK TABLE items IN ACCESS EXCLUSIVE MODE");

        // All of them have begun to write before the first may end.
        var exports = Enumerable.Range(0, count).Select(_ => shop.ExportAsync()).ToList();
        await holder.WaitForVictimsAsync(count);
        await holder.ReleaseAsync();
        await Task.WhenAll(exports);

        FolderDifference.AssertNone(Path.Combine(shop.Parent, "kept"), shop.Folder);
        Assert.Equal(
            [Path.Combine(shop.Parent, "kept"), shop.Folder],
            Directory.GetFileSystemEntries(shop.Parent).Order()
        );
    }
}
