using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class FloorGroups
{
    [Fact]
    public void Double_in_size_so_that_later_tables_use_what_earlier_ones_brought()
    {
        var plan = Plan.Of("a -> u, b -> u, c -> u, d -> u, e -> u, f -> u, g -> u, h -> u, i -> u");

        Assert.Equal(["a 10", "b 10", "c 10, d 10", "e 10, f 10, g 10, h 10", "i 10", "u 10"], plan.Steps<FloorRows>());
    }

    [Fact]
    public void Start_with_the_tables_that_reference_most()
    {
        var plan = Plan.Of("few -> x, many -> x, many -> y, most -> x, most -> y, most -> z");

        Assert.Equal(["most 10", "many 10", "few 10", "x 10, y 10, z 10"], plan.Steps<FloorRows>());
    }

    [Fact]
    public void Take_all_tables_that_reference_nothing_at_once() =>
        Assert.Equal(["a 10, b 10, c 10, d 10"], Plan.Of("a, b, c, d").Steps<FloorRows>());

    [Fact]
    public void Leave_out_tables_without_a_floor()
    {
        var options = new ExportOptions { TableLimits = new ExportOptions().TableLimits.Add("orders", 0) };

        Assert.Equal(["items 10", "users 10"], Plan.Of("items -> orders, orders -> users", options).Steps<FloorRows>());
    }

    [Fact]
    public void Are_missing_where_the_floor_is_zero()
    {
        var plan = Plan.Of("items -> orders", new ExportOptions { Floor = 0 });

        Assert.Equal(["fill      orders 100", "fill      items 100"], plan.Steps.Select(step => step.ToString()));
    }
}
