using SnapshotSeed.Core.Tests.Catalog;

namespace SnapshotSeed.Core.Tests.Graph;

public sealed class Cycles
{
    [Theory]
    [InlineData("a.parent? -> a", "a*")]
    [InlineData("b -> a, a? -> b", "(a, b)*")]
    [InlineData("a -> b, b -> c, c -> a", "(a, b, c)*")]
    [InlineData("hub -> left, left -> hub, hub -> right, right -> hub", "(hub, left, right)*")]
    [InlineData("a -> b, b -> a, c -> d, d -> c", "(a, b)* (c, d)*")]
    [InlineData("a -> b, b -> a, b -> c, c -> d, d -> c", "(c, d)* (a, b)*")]
    [InlineData("items -> a, a -> b, b -> a, b -> users", "users (a, b)* items")]
    [InlineData("z -> a, a -> z, m -> n", "(a, z)* n m")]
    [InlineData("a -> b", "b a")]
    public void Are_condensed_into_one_component(string notation, string order) =>
        Assert.Equal(
            order,
            string.Join(
                ' ',
                TopologicalOrder
                    .Build(notation)
                    .Components.Select(component => $"{component}{(component.IsCycle ? "*" : "")}")
            )
        );

    [Fact]
    public void Tell_their_own_keys_from_those_that_leave_them()
    {
        var catalog = CatalogNotation.Parse("a -> b, b -> a, a.parent? -> a, a -> users");
        var graph = TopologicalOrder.Build(catalog);

        Assert.Equal(
            ["a_b_id_fkey True", "a_parent_id_fkey True", "a_users_id_fkey False", "b_a_id_fkey True"],
            catalog.ForeignKeys.Select(key => $"{key.Name} {graph.IsWithinComponent(key)}")
        );
    }

    [Fact]
    public void Hold_each_of_their_tables()
    {
        var graph = TopologicalOrder.Build("a -> b, b -> a, c -> a");

        Assert.Same(graph.ComponentOf(CatalogNotation.Name("a")), graph.ComponentOf(CatalogNotation.Name("b")));
        Assert.NotSame(graph.ComponentOf(CatalogNotation.Name("a")), graph.ComponentOf(CatalogNotation.Name("c")));
    }
}
