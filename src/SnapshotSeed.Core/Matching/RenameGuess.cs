using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Matching;

/// <summary>A drop and an addition look the same as a rename, so a guess is told and never acted upon. Pure.</summary>
internal static class RenameGuess
{
    /// <summary>Columns of the target that the snapshot's table lacks, of the type that a missing one has.</summary>
    public static ImmutableArray<string> OfColumn(SnapshotTable source, Table table, string column)
    {
        var known = Known(source);
        var type = source.Manifest?.Columns.FirstOrDefault(other => other.Name == column)?.Type;
        return
        [
            .. table
                .StoredColumns.Where(other =>
                    !known.Contains(other.Name) && (type is null || TypeWidening.Keeps(type, other.Type))
                )
                .Select(other => other.Name),
        ];
    }

    /// <summary>Tables of the target that the snapshot lacks, with the columns of one that is missing.</summary>
    public static ImmutableArray<string> OfTable(
        SnapshotTable source,
        IEnumerable<TableName> inSnapshot,
        DatabaseCatalog catalog
    )
    {
        var names = inSnapshot.ToHashSet();
        var columns = Known(source);
        return
        [
            .. catalog
                .Tables.Where(table =>
                    !names.Contains(table.Name) && columns.SetEquals(table.StoredColumns.Select(column => column.Name))
                )
                .Select(table => table.Name.ToString()),
        ];
    }

    private static HashSet<string> Known(SnapshotTable source) =>
        (source.Manifest?.Columns.Select(column => column.Name) ?? [])
            .Concat(source.Content.Columns)
            .ToHashSet(StringComparer.Ordinal);
}
