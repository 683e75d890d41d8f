using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using Xunit.Abstractions;

namespace SnapshotSeed.IntegrationTests.Gallery;

/// <summary>
/// A committed snapshot is worth reading as a diff: a small change of the source is a small change of the files.
/// </summary>
[Collection(OneServer.Name)]
public sealed class StableDiffs(PostgresFixture postgres, ITestOutputHelper output)
{
    // What comes in the place of a deleted row may bring others along, for which more have to make room. In 78
    // deletions it was 16 rows of a table at most, 6 or less in nine of ten, none in half; in all tables 8 on average.
    private const int MostOfATable = 30;
    private const int MostOnAverage = 16;

    // Up to 25, measured.
    private const int MostOfATableAppended = 50;

    private const string Cascading = """
        DO $$
        DECLARE key record;
        BEGIN
            FOR key IN
                SELECT conrelid::regclass AS "table", conname, pg_get_constraintdef(oid) AS definition
                FROM pg_constraint WHERE contype = 'f' ORDER BY oid
            LOOP
                EXECUTE format(
                    'ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I %3$s ON DELETE CASCADE',
                    key."table", key.conname, key.definition);
            END LOOP;
        END $$
        """;

    [SkippableTheory]
    [InlineData("users", "bio")]
    [InlineData("tags", "description")]
    [InlineData("available_models", "title")]
    [InlineData("models_checkpoints", "file_name")]
    [InlineData("content_items", "title")]
    [InlineData("content_items_auto", "title")]
    [InlineData("user_notifications", "body")]
    [InlineData("user_search_history", "query")]
    [InlineData("flagged_content", "verdict")]
    [InlineData("bookmarks", "note")]
    [InlineData("bookmark_categories", "name")]
    public async Task A_changed_value_is_one_changed_line(string table, string column)
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        var before = await GalleryDatabase.ExportAsync(demo, temporary["before"]);
        var records = before[$"public.{table}"].Records;
        var changed = records.Count / 2;
        var id = TestSql.Literal(records[changed][0]!);

        await demo.ExecuteAsync($"UPDATE {table} SET {column} = 'another value' WHERE id = {id}");
        var after = await GalleryDatabase.ExportAsync(demo, temporary["after"]);

        var lines = after[$"public.{table}"].Records;
        Assert.NotEqual(FolderTable.Whole(records[changed]), FolderTable.Whole(lines[changed]));
        Assert.Equal(records.Where((_, i) => i != changed), lines.Where((_, i) => i != changed));
        File.Copy(temporary[$"before/{table}.tsv"], temporary[$"after/{table}.tsv"], overwrite: true);
        FolderDifference.AssertSameRows(temporary["before"], temporary["after"]);
    }

    [SkippableFact]
    public async Task Appended_rows_that_reference_each_other_change_nothing()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        await GalleryDatabase.ExportAsync(demo, temporary["before"]);

        await demo.ExecuteAsync(AppendedRows.AmongThemselves);
        await GalleryDatabase.ExportAsync(demo, temporary["after"]);

        FolderDifference.AssertSameRows(temporary["before"], temporary["after"]);
    }

    // Some of them are chosen: rows that reference just chosen ones go before old rows that bring others along, and a table
    // that is short looks for rows that reference chosen ones. What gave way brings other rows into other tables.
    [SkippableFact]
    public async Task Appended_rows_that_reference_old_ones_leave_most_of_every_table()
    {
        await using var demo = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        var before = await GalleryDatabase.ExportAsync(demo, temporary["before"]);

        await demo.ExecuteAsync(AppendedRows.WithOldRows);
        var after = await GalleryDatabase.ExportAsync(demo, temporary["after"]);

        var changes = await SnapshotChange.BetweenAsync(before, after, demo);
        output.WriteLine(string.Join('\n', changes));
        Assert.All(changes, change => Assert.InRange(change.Rows, 0, MostOfATableAppended));
    }

    [SkippableFact]
    public async Task A_deleted_row_changes_a_few_rows_of_a_table()
    {
        await using var untouched = await GalleryDatabase.WithDataAsync(postgres);
        using var temporary = new TemporaryFolder();
        var before = await GalleryDatabase.ExportAsync(untouched, temporary["before"]);
        var tables = before.Tables.Where(table => table.Keys.Length > 0).ToList();

        var sums = new List<int>();
        foreach (var (i, table) in tables.Index())
        {
            await using var demo = await GalleryDatabase.WithDataAsync(postgres);
            await DeleteAsync(demo, table, table.Records[37 * i % table.Records.Count]);
            var after = await GalleryDatabase.ExportAsync(demo, temporary["after"]);

            var changes = await SnapshotChange.BetweenAsync(before, after, demo);
            sums.Add(changes.Sum(change => change.Rows));
            output.WriteLine($"{table.Name}: {changes.Max(change => change.Rows)} of a table, {sums[^1]} in all");
            Assert.All(changes, change => Assert.InRange(change.Rows, 0, MostOfATable));
        }

        Assert.InRange(sums.Average(), 0, MostOnAverage);
    }

    /// <summary>With all that references it.</summary>
    private static async Task DeleteAsync(TestDatabase database, FolderTable table, string?[] record)
    {
        await database.ExecuteAsync(Cascading);
        var key = table.Keys[0].Select(column => Condition(table, record, column));
        await database.ExecuteAsync($"DELETE FROM {table.Name} WHERE {string.Join(" AND ", key)}");
    }

    private static string Condition(FolderTable table, string?[] record, string column) =>
        $"{TestSql.Name(column)} = {TestSql.Literal(record[Array.IndexOf(table.Columns, column)]!)}";
}
