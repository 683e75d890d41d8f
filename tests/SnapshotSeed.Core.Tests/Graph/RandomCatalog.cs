using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Graph;

/// <summary>Catalogs out of random numbers: up to eight tables a to h, a reference for each pair.</summary>
internal static class RandomCatalog
{
    private const int Tables = 8;

    public static DatabaseCatalog Of(IEnumerable<(byte From, byte To)> references) =>
        CatalogNotation.Parse(
            string.Join(
                ", ",
                Enumerable
                    .Range(0, Tables)
                    .Select(Name)
                    .Concat(references.Distinct().Select((pair, i) => $"{Name(pair.From)}.r{i}? -> {Name(pair.To)}"))
            )
        );

    /// <summary>By the definition: from which tables a way of at least one reference leads to which.</summary>
    public static HashSet<(TableName From, TableName To)> Reachable(DatabaseCatalog catalog)
    {
        var reachable = catalog.ForeignKeys.Select(key => (key.Table, key.ReferencedTable)).ToHashSet();
        foreach (var between in catalog.Tables)
        {
            foreach (var from in catalog.Tables.Where(table => reachable.Contains((table.Name, between.Name))))
                reachable.UnionWith(
                    catalog
                        .Tables.Where(to => reachable.Contains((between.Name, to.Name)))
                        .Select(to => (from.Name, to.Name))
                );
        }

        return reachable;
    }

    private static string Name(int number) => ((char)('a' + (number % Tables))).ToString();
}
