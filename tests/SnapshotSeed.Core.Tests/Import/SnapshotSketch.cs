using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Core.Tests.Import;

/// <summary>Snapshots as an export of a catalog would leave them, one row in each file, without a folder.</summary>
internal static class SnapshotSketch
{
    public static SnapshotFiles Of(DatabaseCatalog catalog) => new([.. catalog.Tables.Select(Of)]);

    public static SnapshotTable Of(Table table)
    {
        var columns = table.StoredColumns.ToList();
        var manifest = new ManifestTable(
            table.Name,
            $"{table.Name}.tsv",
            1,
            1,
            "",
            [.. columns],
            table.Keys,
            table.ForeignKeys
        )
        {
            Types = table.Types,
        };
        var names = columns.Select(column => column.Name);
        return new SnapshotTable(
            table.Name,
            manifest.File,
            new TsvContent([.. names], 1, 10, "", [.. columns.Select(_ => 0L)])
        )
        {
            Manifest = manifest,
        };
    }

    public static SnapshotTable WithHeader(this SnapshotTable source, params string[] columns) =>
        source with
        {
            Content = source.Content with { Columns = [.. columns], NullsIn = [.. columns.Select(_ => 0L)] },
        };

    public static SnapshotTable WithRows(this SnapshotTable source, long rows, long bytes = 10) =>
        source with
        {
            Content = source.Content with { Rows = rows, Bytes = bytes },
        };

    /// <summary>The file with its first NULL of a column on the given line.</summary>
    public static SnapshotTable WithNull(this SnapshotTable source, string column, long line) =>
        source with
        {
            Content = source.Content with
            {
                NullsIn = source.Content.NullsIn.SetItem(source.Content.Columns.IndexOf(column), line),
                NullCounts = [.. source.Content.Columns.Select(name => name == column ? 1L : 0)],
            },
        };
}
