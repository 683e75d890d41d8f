using System.Collections.Immutable;
using System.Globalization;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// Finds what may be there under a new name. A drop and an addition look the same as a rename, so it is said and never
/// acted upon. Pure.
/// </summary>
internal static class Renames
{
    private const int MostNamed = 3;

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
    public static ImmutableArray<string> OfTable(SnapshotTable source, Snapshot snapshot, DatabaseCatalog catalog)
    {
        var names = snapshot.Names.ToHashSet();
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

    /// <summary>Where there is anything: <c> (display_name is new there: renamed?)</c>.</summary>
    public static string Words(ImmutableArray<string> names)
    {
        if (names.IsEmpty)
            return "";
        var more = names.Length - MostNamed;
        var list = string.Join(", ", names.Take(MostNamed));
        return string.Create(
            CultureInfo.InvariantCulture,
            $" ({list}{(more > 0 ? $" and {more} more" : "")} {(names.Length == 1 ? "is" : "are")} new there: renamed?)"
        );
    }

    private static HashSet<string> Known(SnapshotTable source) =>
        (source.Manifest?.Columns.Select(column => column.Name) ?? [])
            .Concat(source.Content.Columns)
            .ToHashSet(StringComparer.Ordinal);
}
