using System.Globalization;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Graph;

public sealed class LargeGraphs
{
    private const int Size = 10_000;

    [Fact]
    public void May_be_one_long_chain()
    {
        var graph = Build(Enumerable.Range(1, Size - 1).Select(i => (i, i - 1)));

        Assert.Equal(
            Enumerable.Range(0, Size).Select(Table),
            graph.Components.Select(component => component.Tables.Single())
        );
        Assert.Equal((Size - 1, 0), (graph.Components[^1].Depth, graph.Components[^1].Height));
    }

    [Fact]
    public void May_be_one_long_chain_that_is_entered_at_its_end()
    {
        var graph = Build(Enumerable.Range(1, Size - 1).Select(i => (i - 1, i)));

        Assert.Equal(
            Enumerable.Range(0, Size).Reverse().Select(Table),
            graph.Components.Select(component => component.Tables.Single())
        );
        Assert.Equal(Size, graph.WithReferenced([Table(0)]).Count);
    }

    [Fact]
    public void May_be_one_large_cycle()
    {
        var graph = Build(Enumerable.Range(0, Size).Select(i => (i, (i + 1) % Size)));

        Assert.Equal(Size, Assert.Single(graph.Components).Tables.Length);
    }

    [Fact]
    public void May_have_a_hub_that_all_others_reference()
    {
        var graph = Build(Enumerable.Range(1, Size - 1).Select(i => (i, 0)));

        Assert.Equal(
            Enumerable.Range(0, Size).Select(Table),
            graph.Components.Select(component => component.Tables.Single())
        );
        Assert.Equal((0, 1), (graph.Components[0].Depth, graph.Components[0].Height));
    }

    private static DependencyGraph Build(IEnumerable<(int From, int To)> references) =>
        DependencyGraph.Build(
            Enumerable.Range(0, Size).Select(Table),
            references.Select(pair => new ForeignKey("key", Table(pair.From), ["to"], Table(pair.To), ["id"]))
        );

    private static TableName Table(int number) => new("public", number.ToString("d5", CultureInfo.InvariantCulture));
}
