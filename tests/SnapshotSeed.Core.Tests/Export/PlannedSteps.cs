using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class PlannedSteps
{
    [Fact]
    public void Read_like_what_will_be_done() =>
        Approval.Verify(
            Plan.Of(
                    """
                    orders -> users, items -> orders, items -> products, products.variant_of? -> products,
                    users -> addresses, addresses? -> users, audit/events? -> users, settings
                    """
                )
                .ToString(),
            "sampling-plan"
        );

    [Fact]
    public void Of_a_table_alone_are_the_same() =>
        Assert.Equal(
            [
                "whole       users 100",
                "candidates  users 100",
                "choose      users 10..100",
                "referencing users",
                "choose      users 10..100",
                "read        users 100",
            ],
            Plan.Of("users").Steps.Select(step => step.ToString())
        );

    [Fact]
    public void Find_candidates_of_referencing_tables_first()
    {
        var plan = Plan.Of("items -> orders, orders -> users, tags -> users");

        Assert.Equal(["tags 200, items 200", "orders 200", "users 100"], plan.Steps<FindCandidates>());
        Assert.Equal(["tags, items", "orders", "users"], plan.Steps<FindReferencing>());
    }

    [Fact]
    public void Choose_twice_and_by_height_and_by_how_many_tables_are_reached()
    {
        var plan = Plan.Of("few -> x, many -> x, many -> y, most -> x, most -> y, most -> z");

        var choices = plan.Steps<ChooseRows>().ToList();
        Assert.Equal(2, choices.Count);
        Assert.All(
            choices,
            choice => Assert.Equal("most 10..100, many 10..100, few 10..100, x 10..100, y 10..100, z 10..100", choice)
        );
    }

    [Fact]
    public void Read_all_tables_together_in_a_small_sample() =>
        Assert.Equal(
            ["read        users 1000, orders 1000, items 1000"],
            Last(Plan.Of("items -> orders, orders -> users", new ExportOptions { Limit = 1_000 }))
        );

    [Fact]
    public void Read_referenced_tables_first_in_a_large_sample()
    {
        var options = SampleLimits.Limited(("items", 1_001));

        Assert.Equal(
            [
                "read        users 100",
                "read        after users, where below the limit: orders 100",
                "read        after orders, where below the limit: items 1001",
            ],
            Last(Plan.Of("items -> orders, orders -> users", options))
        );
    }

    [Fact]
    public void Treat_a_cycle_as_one()
    {
        var plan = Plan.Of("a -> b, b -> a, a -> users", new ExportOptions { Limit = 2_000 });

        Assert.Equal(["(a 4000, b 4000)", "users 4000"], plan.Steps<FindCandidates>());
        Assert.Equal(["(a, b)", "users"], plan.Steps<FindReferencing>());
        Assert.Equal(
            [
                "read        users 2000",
                "fill        after users, where below the limit: a 2000, b 2000",
                "read        a 2000, b 2000",
            ],
            Last(plan)
        );
    }

    [Fact]
    public void Fill_tables_apart_that_are_chosen_in_another_order_than_they_are_written() =>
        Assert.Equal(
            ["fill        users 100, orders 100", "read        users 100, orders 100"],
            Last(Plan.Of("orders -> users", new ExportOptions { Order = Order.Newest() }))
        );

    [Fact]
    public void Let_roots_wait_only_for_a_fill_of_their_own() =>
        Assert.Equal(
            [
                "fill        tree 2000",
                "read        tree 2000",
                "read        tags 2000, users 2000",
                "read        after tree, users, where below the limit: notes 2000",
            ],
            Last(Plan.Of("tree? -> tree, tags, notes -> users, notes -> tree", new ExportOptions { Limit = 2_000 }))
        );

    private static IEnumerable<string> Last(ExportPlan plan) =>
        plan.Steps.OfType<ScheduledStep>().Select(step => step.ToString());
}
