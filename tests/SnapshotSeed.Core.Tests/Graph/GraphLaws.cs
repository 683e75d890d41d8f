using SnapshotSeed.Graph;

namespace SnapshotSeed.Core.Tests.Graph;

public sealed class GraphLaws
{
    [Fact]
    public void Tables_share_a_component_when_each_reaches_the_other() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var catalog = RandomCatalog.Of(references);
            var graph = TopologicalOrder.Build(catalog);
            var reachable = RandomCatalog.Reachable(catalog);

            Assert.Equal(catalog.Tables.Length, graph.Components.Sum(component => component.Tables.Length));
            foreach (var a in catalog.Tables.Select(table => table.Name))
            {
                Assert.Equal(reachable.Contains((a, a)), graph.ComponentOf(a).IsCycle);
                foreach (var b in catalog.Tables.Select(table => table.Name).Where(b => b != a))
                    Assert.Equal(
                        reachable.Contains((a, b)) && reachable.Contains((b, a)),
                        graph.ComponentOf(a) == graph.ComponentOf(b)
                    );
            }
        });

    [Fact]
    public void Components_come_after_what_they_reference_and_by_depth_and_name() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var catalog = RandomCatalog.Of(references);
            var graph = TopologicalOrder.Build(catalog);

            foreach (var key in catalog.ForeignKeys.Where(key => !graph.IsWithinComponent(key)))
            {
                var (from, to) = (graph.ComponentOf(key.Table), graph.ComponentOf(key.ReferencedTable));
                Assert.True(
                    graph.Components.IndexOf(to) < graph.Components.IndexOf(from),
                    $"{key} in {string.Join(' ', graph.Components)}"
                );
                Assert.True(from.Depth > to.Depth && from.Height < to.Height, $"{key}: depth and height");
            }

            Assert.Equal(
                graph.Components.OrderBy(component => component.Depth).ThenBy(component => component.Tables[0]),
                graph.Components
            );
            Assert.All(graph.Components, component => Assert.Equal(component.Tables.Order(), component.Tables));
        });

    [Fact]
    public void Every_depth_and_height_has_a_step_below_it() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var catalog = RandomCatalog.Of(references);
            var graph = TopologicalOrder.Build(catalog);
            var leaving = catalog
                .ForeignKeys.Where(key => !graph.IsWithinComponent(key))
                .Select(key => (From: graph.ComponentOf(key.Table), To: graph.ComponentOf(key.ReferencedTable)))
                .ToList();

            foreach (var component in graph.Components)
            {
                Assert.Equal(
                    leaving
                        .Where(pair => pair.From == component)
                        .Select(pair => pair.To.Depth + 1)
                        .DefaultIfEmpty(0)
                        .Max(),
                    component.Depth
                );
                Assert.Equal(
                    leaving
                        .Where(pair => pair.To == component)
                        .Select(pair => pair.From.Height + 1)
                        .DefaultIfEmpty(0)
                        .Max(),
                    component.Height
                );
            }
        });

    [Fact]
    public void The_order_of_the_input_does_not_matter() =>
        Law.Holds<((byte, byte)[] References, int Seed)>(input =>
        {
            var catalog = RandomCatalog.Of(input.References);
            var random = new Random(input.Seed);
            var tables = catalog.Tables.Select(table => table.Name).ToArray();
            var keys = catalog.ForeignKeys.ToArray();
            random.Shuffle(tables);
            random.Shuffle(keys);

            Assert.Equal(
                Describe(TopologicalOrder.Build(catalog)),
                Describe(DependencyGraph.Build(tables.Concat(tables), keys))
            );
        });

    private static IEnumerable<string> Describe(DependencyGraph graph) =>
        graph.Components.Select(component =>
            $"{component} cycle {component.IsCycle} depth {component.Depth} height {component.Height}"
        );
}
