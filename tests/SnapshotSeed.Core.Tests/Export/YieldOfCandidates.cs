using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Choice;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>Thirty lines, of which ten are chosen before orders are full; the others are judged.</summary>
public sealed class YieldOfCandidates
{
    [Fact]
    public void Are_good_where_nothing_else_is_needed() =>
        Assert.Equal(1, Share(i => $"line{i} -> order{i}", "line 30, order 10 0 0"));

    [Fact]
    public void Are_bad_where_something_else_is_full_as_well() =>
        Assert.Equal(0, Share(i => $"line{i} -> order{i} product{i}", "line 30, order 10 0 0, product 10 0 0"));

    [Fact]
    public void Are_good_where_something_else_has_room() =>
        Assert.Equal(1, Share(i => $"line{i} -> order{i} product{i}", "line 30, order 10 0 0, product 30"));

    [Fact]
    public void Are_good_where_the_rest_is_chosen_already() =>
        Assert.Equal(1, Share(i => $"line{i} -> order{i} product{i % 10}", "line 30, order 10 0 0, product 10 0 0"));

    [Fact]
    public void Are_good_where_the_row_that_is_given_needs_the_rest_anyway() =>
        Assert.Equal(
            1,
            Share(i => $"line{i} -> order{i} tenant{i}, order{i} -> tenant{i}", "line 30, order 10 0 0, tenant 10 0 0")
        );

    [Fact]
    public void Are_bad_where_what_has_room_leads_to_what_is_full() =>
        Assert.Equal(
            0,
            Share(
                i => $"line{i} -> order{i} product{i}, product{i} -> brand{i}",
                "line 30, order 10 0 0, product 30, brand 10 0 0"
            )
        );

    [Fact]
    public void Are_told_by_the_share_of_rows_that_need_nothing_else() =>
        Assert.Equal(
            0.5,
            Share(
                i => i % 2 == 0 ? $"line{i} -> order{i}" : $"line{i} -> order{i} product{i}",
                "line 30, order 10 0 0, product 5 0 0"
            )
        );

    [Fact]
    public void Are_unknown_where_few_rows_have_been_seen() =>
        Assert.Null(Share(i => $"line{i} -> order{i}", "line 30, order 11 0 0"));

    [Fact]
    public void Are_unknown_where_rows_reference_none() =>
        Assert.Null(Share(i => $"line{i} -> product{i}, order{i}", "line 30, product 10 0 0, order 1"));

    [Fact]
    public void Are_unknown_where_what_a_row_needs_is_a_long_chain()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"line{i} -> order{i} step{i}");

        Assert.Null(
            Share(
                $"{string.Join(", ", lines)}, {CandidateNotation.Chain("step", 2_000)}",
                "line 30, order 30, step 10 0 0"
            )
        );
    }

    private static double? Share(Func<int, string> row, string rules) =>
        Share(string.Join(", ", Enumerable.Range(0, 30).Select(row)), rules);

    private static double? Share(string rows, string rules)
    {
        var candidates = CandidateNotation.Parse(rows);
        var choice = CandidateNotation.Choose(candidates, CandidateNotation.Rules(rules));
        return new CandidateYield(candidates, choice).Share(
            CatalogNotation.Name("line"),
            CatalogNotation.Name("order")
        );
    }
}
