using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

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
    public void Of_a_table_alone_need_no_backfill() =>
        Assert.Equal(
            ["floor     users 10", "fill      users 100"],
            Plan.Of("users").Steps.Select(step => step.ToString())
        );

    [Fact]
    public void Give_the_floor_to_children_first_and_the_fill_to_parents_first()
    {
        var plan = Plan.Of("items -> orders, orders -> users");

        Assert.Equal(["items 10", "orders 10", "users 10"], plan.Steps<FloorRows>());
        Assert.Equal(["users 100", "orders 100", "items 100"], plan.Steps<FillRows>());
    }

    [Fact]
    public void Backfill_level_by_level_until_nothing_is_missing()
    {
        var plan = Plan.Of("c -> b, b -> a, c -> x, x -> y, y -> a");

        Assert.Equal(
            ["what c; then x; then b, y reference", "what x; then y reference", "what b reference", "what y reference"],
            plan.Steps<BackfillParents>()
        );
    }

    [Fact]
    public void Backfill_a_table_that_references_itself_only() =>
        Assert.Equal(["what tags reference"], Plan.Of("tags.parent? -> tags").Steps<BackfillParents>());

    [Fact]
    public void Treat_a_cycle_as_one()
    {
        var plan = Plan.Of("a -> b, b -> a, a -> users");

        Assert.Equal(["users 100", "(a 100, b 100)"], plan.Steps<FillRows>());
        Assert.Equal(["what (a, b) reference", "what (a, b) reference"], plan.Steps<BackfillParents>());
    }
}
