using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>Foreign keys into tables that are left out.</summary>
internal static class UnresolvedKeys
{
    /// <exception cref="SnapshotSeedException">Every row of a table references one of them.</exception>
    public static ImmutableArray<ForeignKey> Of(
        DatabaseCatalog catalog,
        ImmutableArray<Table> tables,
        SamplingScope scope
    )
    {
        var unresolved = tables
            .SelectMany(table => table.ForeignKeys)
            .Where(key => !scope.Tables.Contains(key.ReferencedTable))
            .ToImmutableArray();
        var impossible = unresolved
            .Where(key => key.IsMandatory(catalog[key.Table]))
            .Select(key => $"every row of {key.Table} references {key.ReferencedTable}, which is excluded ({key.Name})")
            .ToList();
        if (impossible.Count == 0)
            return unresolved;
        throw SnapshotSeedException.ForProblems(
            "the snapshot could not be complete",
            impossible,
            $"Exclude the referencing tables, too ({Setting.Exclude} "
                + $"{string.Join(",", Impossible(catalog, scope.Tables).Concat(scope.Excluded).Order())}), or include "
                + $"the referenced ones.",
            FailureKind.WrongUsage
        );
    }

    /// <summary>The tables that cannot have a row: those above and, in turn, the ones that need these.</summary>
    private static IEnumerable<TableName> Impossible(DatabaseCatalog catalog, IReadOnlySet<TableName> tables)
    {
        var rest = tables.ToHashSet();
        while (
            rest.RemoveWhere(name =>
                catalog[name]
                    .ForeignKeys.Any(key => key.IsMandatory(catalog[name]) && !rest.Contains(key.ReferencedTable))
            ) > 0
        ) { }

        return tables.Except(rest);
    }
}
