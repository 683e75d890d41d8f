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
                "fill        users 100",
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
    public void Fill_all_tables_at_once_where_few_rows_are_wanted() =>
        Assert.Equal(
            ["users 1000, orders 1000, items 1000"],
            Plan.Of("items -> orders, orders -> users", new ExportOptions { Limit = 1_000 }).Steps<FillRows>()
        );

    [Fact]
    public void Fill_referenced_tables_first_where_many_rows_are_wanted_of_any()
    {
        var options = SampleLimits.Limited(("items", 1_001));

        Assert.Equal(
            ["users 100", "orders 100", "items 1001"],
            Plan.Of("items -> orders, orders -> users", options).Steps<FillRows>()
        );
    }

    [Fact]
    public void Treat_a_cycle_as_one()
    {
        var plan = Plan.Of("a -> b, b -> a, a -> users", new ExportOptions { Limit = 2_000 });

        Assert.Equal(["(a 4000, b 4000)", "users 4000"], plan.Steps<FindCandidates>());
        Assert.Equal(["(a, b)", "users"], plan.Steps<FindReferencing>());
        Assert.Equal(["users 2000", "(a 2000, b 2000)"], plan.Steps<FillRows>());
    }
}
