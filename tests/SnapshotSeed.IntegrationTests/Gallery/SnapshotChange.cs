using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;

namespace SnapshotSeed.IntegrationTests.Gallery;

/// <summary>What became of a table from one snapshot to the next, its rows told apart by its first key.</summary>
/// <param name="Table">The table.</param>
/// <param name="Gone">Rows of the first snapshot that are no longer in the database.</param>
/// <param name="Dropped">Rows that are there, and yet no longer in the snapshot.</param>
/// <param name="Added">Rows that the first snapshot did not have.</param>
internal sealed record SnapshotChange(string Table, int Gone, int Dropped, int Added)
{
    /// <summary>Rows that changed without need: beyond those that are gone, and as many in their places.</summary>
    public int Rows => Math.Max(Dropped, Added - Gone);

    /// <param name="before">The first snapshot.</param>
    /// <param name="after">The second.</param>
    /// <param name="database">What the second one was made from.</param>
    /// <returns>The tables that have changed, of those that have a key.</returns>
    public static async Task<List<SnapshotChange>> BetweenAsync(
        FolderContent before,
        FolderContent after,
        TestDatabase database
    )
    {
        await using var connection = await database.OpenAsync();
        await TestSql.ExecuteAsync(connection, "SET TIME ZONE 'UTC'");
        var changes = new List<SnapshotChange>();
        foreach (var table in before.Tables.Where(table => table.Keys.Length > 0))
        {
            var (old, fresh) = (Keys(table), Keys(after[table.Name]));
            var sql = $"SELECT {string.Join(", ", table.Keys[0].Select(TestSql.Name))} FROM {table.Name}";
            var there = (await TestSql.RowsAsync(connection, sql)).Select(FolderTable.Whole).ToHashSet();
            var left = old.Except(fresh).ToList();
            var change = new SnapshotChange(
                table.Name,
                left.Count(key => !there.Contains(key)),
                left.Count(there.Contains),
                fresh.Except(old).Count()
            );
            if (left.Count + change.Added > 0)
                changes.Add(change);
        }

        return changes;
    }

    private static List<string> Keys(FolderTable table)
    {
        var places = table.Keys[0].Select(column => Array.IndexOf(table.Columns, column)).ToList();
        return table.Records.ConvertAll(record => FolderTable.Whole([.. places.Select(place => record[place])]));
    }
}
