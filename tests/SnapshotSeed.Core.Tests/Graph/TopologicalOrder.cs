using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Graph;

public sealed class TopologicalOrder
{
    [Theory]
    [InlineData("", "")]
    [InlineData("users", "users")]
    [InlineData("items -> orders, orders -> users", "users orders items")]
    [InlineData("a -> z, b -> y", "y z a b")]
    [InlineData("b, C, a, _", "C _ a b")]
    [InlineData("x/b, b, a/c", "a.c b x.b")]
    [InlineData("z -> m, a -> z, a -> m", "m z a")]
    [InlineData("b.first -> a, b.second -> a", "a b")]
    public void Puts_tables_after_what_they_reference_and_ties_by_name(string notation, string order) =>
        Assert.Equal(order, string.Join(' ', Build(notation).Components));

    [Fact]
    public void Takes_the_longest_way_for_depth_and_height()
    {
        var graph = Build("d -> c, c -> b, b -> a, d -> a, e -> a, f");

        Assert.Equal(
            ["a 0 3", "f 0 0", "b 1 2", "e 1 0", "c 2 1", "d 3 0"],
            graph.Components.Select(component => $"{component} {component.Depth} {component.Height}")
        );
    }

    [Fact]
    public void Leaves_out_keys_with_an_end_outside()
    {
        var catalog = CatalogNotation.Parse("orders -> users, orders -> shops");
        var graph = DependencyGraph.Build(
            [CatalogNotation.Name("orders"), CatalogNotation.Name("shops")],
            catalog.ForeignKeys
        );

        Assert.Equal("shops orders", string.Join(' ', graph.Components));
        Assert.Equal(
            ["orders_shops_id_fkey"],
            graph.ReferencesOf(CatalogNotation.Name("orders")).Select(key => key.Name)
        );
    }

    [Fact]
    public void Lists_the_references_of_a_table_by_name_whatever_order_they_came_in()
    {
        var catalog = CatalogNotation.Parse("orders.c -> users, orders.a -> users, orders.b -> users");
        var graph = DependencyGraph.Build(catalog.Tables.Select(table => table.Name), catalog.ForeignKeys.Reverse());

        Assert.Equal(
            ["orders_a_id_fkey", "orders_b_id_fkey", "orders_c_id_fkey"],
            graph.ReferencesOf(CatalogNotation.Name("orders")).Select(key => key.Name)
        );
    }

    [Fact]
    public void Lists_what_references_a_table_by_table_and_name_without_the_table_itself()
    {
        var catalog = CatalogNotation.Parse("c.b -> a, c.a -> a, b -> a, a.parent? -> a, d -> a, a -> e");
        var graph = DependencyGraph.Build(
            catalog.Tables.Select(table => table.Name).Where(table => table.Name != "d"),
            catalog.ForeignKeys.Reverse()
        );

        Assert.Equal(
            ["b_a_id_fkey", "c_a_id_fkey", "c_b_id_fkey"],
            graph.ReferencingOf(CatalogNotation.Name("a")).Select(key => key.Name)
        );
    }

    [Fact]
    public void Has_no_references_from_or_to_a_table_outside()
    {
        var graph = Build("a -> b");

        Assert.Empty(graph.ReferencesOf(CatalogNotation.Name("c")));
        Assert.Empty(graph.ReferencingOf(CatalogNotation.Name("c")));
    }

    [Fact]
    public void Reaches_what_tables_reference_directly_or_not()
    {
        var graph = Build("items -> orders, orders -> users, orders.parent? -> orders, tags, tags -> shops");

        var reached = graph.WithReferenced([CatalogNotation.Name("items")]);

        Assert.Equal(["items", "orders", "users"], reached.Order().Select(table => table.Name));
    }

    internal static DependencyGraph Build(string notation) => Build(CatalogNotation.Parse(notation));

    internal static DependencyGraph Build(DatabaseCatalog catalog) =>
        DependencyGraph.Build(catalog.Tables.Select(table => table.Name), catalog.ForeignKeys);
}
