using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class WindowsOfCandidates
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 200)]
    [InlineData(100, 200)]
    [InlineData(101, 202)]
    [InlineData(1_000, 2_000)]
    [InlineData(int.MaxValue, CandidateWindows.Most)]
    public void Are_two_rows_for_each_that_is_wanted_and_at_least_two_hundred(int limit, int window) =>
        Assert.Equal(
            window,
            Window(Plan.Of("lines -> orders", SampleLimits.Limited(("lines", limit), ("orders", 0))), "lines")
        );

    [Theory]
    [InlineData(1, 100)]
    [InlineData(100, 100)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 2_002)]
    public void Are_the_wanted_rows_where_an_index_leads_to_what_they_leave_short(int limit, int window)
    {
        var catalog = SamplingStatements.LinesWithIndexOn("orders_id");
        var plan = ExportPlanner.Plan(catalog, new ExportOptions { Limit = limit });

        Assert.Equal((window, window), (Window(plan, "lines"), Window(plan, "orders")));
    }

    [Fact]
    public void Are_two_rows_for_each_that_is_wanted_where_rows_bring_others_along()
    {
        var plan = Plan.Of(
            "lines -> orders",
            new ExportOptions { Tables = { ["orders"] = new() { With = ["lines"] } } }
        );

        Assert.Equal(200, Window(plan, "orders"));
    }

    [Fact]
    public void Share_what_there_is_so_that_small_ones_are_met()
    {
        var plan = Plan.Of("a, b, c", SampleLimits.Limited(("a", 100), ("b", 1_000_000), ("c", 2_000_000)));

        Assert.Equal(
            (100, (CandidateWindows.Most - 100) / 2, (CandidateWindows.Most - 100) / 2),
            (Window(plan, "a"), Window(plan, "b"), Window(plan, "c"))
        );
    }

    [Fact]
    public void Of_cycles_take_half_of_it_first()
    {
        var plan = Plan.Of("a.parent? -> a, b, c", new ExportOptions { Limit = 1_000_000 });

        Assert.Equal(
            (CandidateWindows.Most / 2, CandidateWindows.Most / 4, CandidateWindows.Most / 4),
            (Window(plan, "a"), Window(plan, "b"), Window(plan, "c"))
        );
    }

    [Fact]
    public void Have_two_hundred_rows_in_however_many_tables()
    {
        var tables = string.Join(", ", Enumerable.Range(0, 2_000).Select(i => $"t{i}.parent -> t{i}"));

        Assert.All(
            Plan.Of(tables).Steps.OfType<FindCandidates>().SelectMany(step => step.Windows.Values),
            window => Assert.Equal(200, window)
        );
    }

    [Fact]
    public void Are_wide_where_a_cycle_leads_to_a_table_that_is_left_out()
    {
        var plan = Plan.Of(
            "a -> b, b.parent? -> b, b? -> out, c? -> out, d.parent? -> d, e -> d",
            new ExportOptions { Exclude = ["out"] }
        );

        Assert.Equal((49_800, 49_700), (Window(plan, "b"), Window(plan, "a")));
        Assert.Equal((100, 200, 200), (Window(plan, "c"), Window(plan, "d"), Window(plan, "e")));
    }

    [Fact]
    public void Are_no_wider_where_nothing_is_left_out() =>
        Assert.Equal(200, Window(Plan.Of("b.parent? -> b, b? -> out"), "b"));

    [Fact]
    public void Are_wider_where_as_many_values_as_there_are_are_to_be_shown() =>
        Assert.Equal(500, Window(Plan.Of("users", new ExportOptions { Order = Order.Coverage }), "users"));

    private static int Window(ExportPlan plan, string table) =>
        plan
            .Steps.OfType<FindCandidates>()
            .Select(step => step.Windows)
            .Single(windows => windows.ContainsKey(CatalogNotation.Name(table)))[CatalogNotation.Name(table)];
}
