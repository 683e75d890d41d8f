using System.Diagnostics;
using SnapshotSeed.Core.Tests.Catalog;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class Choosing
{
    [Fact]
    public void Takes_the_first_rows_and_what_they_reference()
    {
        var choice = CandidateNotation.Choose("order1 -> user3, order2 -> user1, order3 -> user2", "order 2, user 1");

        Assert.Equal(("order1 order2", "user1 user3"), (choice.Chosen("order"), choice.Chosen("user")));
        Assert.Equal(
            (2, 0),
            (choice.Sampled(CatalogNotation.Name("order")), choice.Sampled(CatalogNotation.Name("user")))
        );
    }

    [Fact]
    public void Takes_nothing_for_itself_at_a_limit_of_zero()
    {
        var choice = CandidateNotation.Choose("order1 -> user2, user1", "order 1, user 0 0 5");

        Assert.Equal("user2", choice.Chosen("user"));
        Assert.Equal(0, choice.Sampled(CatalogNotation.Name("user")));
    }

    [Fact]
    public void Leaves_out_rows_that_lead_to_what_is_left_out() =>
        Assert.Equal(
            "a3",
            CandidateNotation.Choose("a1 -> b1, a2 -> a1, a3 -> b2, b1 -> c1, c1! ", "a 9 9, b 9, c 9").Chosen("a")
        );

    [Fact]
    public void Closes_every_row_that_leads_to_what_is_left_out()
    {
        var candidates = CandidateNotation.Parse("a1 -> a2, a2 -> b1, b1 -> c1 a1, c1!, a3 -> b2");

        Assert.Equal([false, false, true], candidates[CatalogNotation.Name("a")].Select(row => row.IsOpen));
        Assert.Equal([false, true], candidates[CatalogNotation.Name("b")].Select(row => row.IsOpen));
    }

    [Fact]
    public void Grows_a_long_chain_from_its_end()
    {
        var choice = CandidateNotation.Choose(CandidateNotation.Chain("a", 5_000), "a 100 10 100");

        Assert.Equal(string.Join(' ', Enumerable.Range(4_901, 100).Select(i => $"a{i}")), choice.Chosen("a"));
    }

    [Fact]
    public void Grows_a_chain_over_two_tables_from_its_end()
    {
        var chain = Enumerable.Range(1, 3_000).Select(i => $"a{i} -> b{i}, b{i} -> a{i + 1}");

        var choice = CandidateNotation.Choose(string.Join(", ", chain), "a 100 10, b 100 10");

        Assert.Equal((100, 100), (choice.Count("a"), choice.Count("b")));
    }

    [Fact]
    public void Takes_a_ring_as_a_whole()
    {
        const string Ring = "a1 -> b1, b1 -> a2, a2 -> b2, b2 -> a3, a3 -> b3, b3 -> a1, a4 -> b4, b4 -> a4, a5, b5";

        Assert.Equal("a1 a2 a3 a4 a5", CandidateNotation.Choose(Ring, "a 5, b 5").Chosen("a"));
        Assert.Equal("a4 a5", CandidateNotation.Choose(Ring, "a 3 0 1, b 3 0 1").Chosen("a"));
    }

    [Fact]
    public void Takes_a_ring_that_exceeds_the_limit_within_the_headroom_only()
    {
        const string Ring = "a1 -> a2, a2 -> a3, a3 -> a4, a4 -> a1";

        Assert.Equal(4, CandidateNotation.Choose(Ring, "a 3 0 1").Count("a"));
        Assert.Equal(0, CandidateNotation.Choose(Ring, "a 2 0 1").Count("a"));
        Assert.Equal(4, CandidateNotation.Choose(Ring, "a 2 1 1").Count("a"));
    }

    [Fact]
    public void Takes_rows_that_reference_themselves_as_any_others()
    {
        var choice = CandidateNotation.Choose("a1 -> a1, a2, a3 -> a3, a4 -> b1, a5 -> a5", "a 3, b 3");

        Assert.Equal("a1 a2 a3", choice.Chosen("a"));
    }

    [Fact]
    public void Shares_a_referenced_table_out_among_those_that_reference_it()
    {
        string[] kinds = ["cars", "vans", "bikes", "ships", "trains"];
        var rows = kinds.SelectMany(
            (kind, n) => Enumerable.Range(1, 150).Select(i => $"{kind}{i} -> vehicles{(n * 150) + i}")
        );

        var choice = CandidateNotation.Choose(
            string.Join(", ", rows),
            string.Join(", ", kinds.Append("vehicles").Select(kind => $"{kind} 100 10 100"))
        );

        Assert.All(kinds, kind => Assert.Equal(40, choice.Count(kind)));
        Assert.Equal(200, choice.Count("vehicles"));
    }

    [Fact]
    public void Takes_as_many_rows_as_are_wanted_around_a_hub()
    {
        var leaves = Enumerable.Range(1, 3_000).Select(i => $"leaf{i} -> hub1");

        var choice = CandidateNotation.Choose(string.Join(", ", leaves), "leaf 100 10, hub 100 10");

        Assert.Equal((100, 1), (choice.Count("leaf"), choice.Count("hub")));
    }

    [Fact]
    public void Prefers_rows_that_need_nothing_new()
    {
        var choice = CandidateNotation.Choose("a1 -> b1, a2 -> b1 b2, a3, a4 -> b3", "a 2, b 0 0 9");

        Assert.Equal("a1 a3", choice.Chosen("a"));
        Assert.Equal("b1", choice.Chosen("b"));
    }

    [Fact]
    public void Prefers_rows_that_share_a_referenced_row_with_chosen_ones()
    {
        var choice = CandidateNotation.Choose("a1 -> b1 c1, a2 -> b2 c2, a3 -> b1 c3", "a 2, b 0 0 9, c 0 0 9");

        Assert.Equal("a1 a3", choice.Chosen("a"));
    }

    [Fact]
    public void Reaches_the_floor_by_rows_that_bring_the_least()
    {
        const string Rows = "a1 -> b1 b2 b3, a2 -> b4 b5, a3 -> b6 b7, a4 -> b4 b5 b8";

        Assert.Equal("", CandidateNotation.Choose(Rows, "a 3 0 0, b 0 0 1").Chosen("a"));
        Assert.Equal("a2", CandidateNotation.Choose(Rows, "a 3 1 0, b 0 0 1").Chosen("a"));
        Assert.Equal("a2 a4", CandidateNotation.Choose(Rows, "a 3 2 0, b 0 0 1").Chosen("a"));
    }

    /// <summary>The ring of five fits within the headroom; the row that brings less would take b beyond its own.</summary>
    [Fact]
    public void Reaches_the_floor_by_rows_that_fit_before_others()
    {
        var choice = CandidateNotation.Choose(
            "a1 -> b1, a2 -> a3, a3 -> a4, a4 -> a5, a5 -> a6, a6 -> a2",
            "a 3 1, b 0"
        );

        Assert.Equal(("a2 a3 a4 a5 a6", ""), (choice.Chosen("a"), choice.Chosen("b")));
    }

    [Fact]
    public void Names_the_table_that_keeps_rows_out()
    {
        var choice = CandidateNotation.Choose(
            "a1 -> b1, a2 -> b2, a3 -> b3, a4 -> c1 c2, d1 -> b1, e1 -> e2, e2 -> e1",
            "a 4 0, b 1 0 0, c 1 0 0, d 1, e 1 0 0"
        );

        Assert.Equal(CatalogNotation.Name("b"), choice.Obstacle(CatalogNotation.Name("a")));
        Assert.Equal(CatalogNotation.Name("e"), choice.Obstacle(CatalogNotation.Name("e")));
        Assert.Null(choice.Obstacle(CatalogNotation.Name("d")));
        Assert.True(choice.Missing(CatalogNotation.Name("a")) > 0);
        Assert.Equal(0, choice.Missing(CatalogNotation.Name("d")));
    }

    /// <summary>
    /// Every row of the chain takes another table too far, so that the floor is reached by comparing what they bring.
    /// </summary>
    [Fact]
    public void Ends_soon_on_a_long_chain_none_of_which_fits()
    {
        const int Length = 20_000;
        var chain = Enumerable.Range(1, Length).Select(i => $"a{i} -> a{i + 1} b{i}");
        var candidates = CandidateNotation.Parse(string.Join(", ", chain) + $", a{Length + 1} -> b{Length + 1}");
        var watch = Stopwatch.StartNew();

        var choice = CandidateNotation.Choose(candidates, CandidateNotation.Rules("a 100 10, b 0"));

        Assert.Equal(10, choice.Count("a"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
