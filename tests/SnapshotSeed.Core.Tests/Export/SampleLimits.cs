using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class SampleLimits
{
    private const string Shop = "orders -> users, audit/events";

    [Fact]
    public void Are_a_hundred_rows_and_ten_at_least_and_two_hundred_with_referenced_ones() =>
        Assert.All(
            Plan.Of(Shop).Rules.Values,
            rule => Assert.Equal((100, 10, 100, 200), (rule.Limit, rule.Floor, rule.Headroom, rule.Most))
        );

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    [InlineData(99, 9)]
    [InlineData(100, 10)]
    [InlineData(5_000, 10)]
    public void Have_a_tenth_of_them_as_the_floor_and_at_least_one_and_at_most_ten_rows(int limit, int floor) =>
        Assert.Equal(floor, Plan.Of("users", new ExportOptions { Limit = limit }).Rule("users").Floor);

    [Fact]
    public void Leave_as_much_headroom_as_the_largest_of_them()
    {
        Assert.Equal(300, Plan.Of(Shop, Limited(("orders", 300), ("users", 7))).Rule("users").Headroom);
        Assert.Equal(100, Plan.Of(Shop, Limited(("orders", 3))).Rule("users").Headroom);
        Assert.Equal(50, Plan.Of(Shop, Limited(("orders", 300)) with { Headroom = 50 }).Rule("orders").Headroom);
        Assert.Equal(0, Plan.Of(Shop, new ExportOptions { Headroom = 0 }).Rule("users").Headroom);
        Assert.Equal(2L * int.MaxValue, Plan.Of(Shop, new ExportOptions { Limit = int.MaxValue }).Rule("users").Most);
    }

    [Fact]
    public void Of_tables_that_only_come_along_are_zero()
    {
        var rule = Plan.Of(Shop, new ExportOptions { Only = ["orders"] }).Rule("users");

        Assert.Equal((0, 0, 100), (rule.Limit, rule.Floor, rule.Headroom));
    }

    [Fact]
    public void Of_single_tables_replace_the_general_one()
    {
        var plan = Plan.Of(Shop, Limited(("users", 7), ("audit.events", 300)) with { Limit = 50 });

        Assert.Equal(
            (50, 7, 300),
            (plan.Rule("orders").Limit, plan.Rule("users").Limit, plan.Rule("audit/events").Limit)
        );
    }

    [Theory]
    [InlineData(100, 10, 10)]
    [InlineData(5, 10, 5)]
    [InlineData(0, 10, 0)]
    [InlineData(100, 100, 100)]
    [InlineData(100, int.MaxValue, 100)]
    [InlineData(int.MaxValue, 0, 0)]
    public void Are_never_below_the_floor(int limit, int floor, int effective)
    {
        var rule = Plan.Of("users", new ExportOptions { Limit = limit, Floor = floor }).Rule("users");

        Assert.Equal((limit, effective), (rule.Limit, rule.Floor));
    }

    [Fact]
    public void Of_single_tables_cap_the_floor_as_well() =>
        Assert.Equal(3, Plan.Of(Shop, Limited(("users", 3)) with { Floor = 5 }).Rule("users").Floor);

    [Fact]
    public void Of_zero_for_every_table_let_nothing_be_looked_up() =>
        Assert.Equal(
            ["audit.events 0, orders 0", "users 0"],
            Plan.Of(Shop, new ExportOptions { Limit = 0 }).Steps<FindCandidates>()
        );

    [Fact]
    public void Below_zero_are_refused_together()
    {
        var options = Limited(("orders", -3), ("users", 4), ("audit.events", -1)) with
        {
            Limit = -1,
            Floor = -2,
            Headroom = -4,
        };

        var error = Assert.Throws<SnapshotSeedException>(() => Plan.Of(Shop, options));

        var parts = error.Message.Split("; ");
        Assert.Equal(5, parts.Length);
        TextAssert.Contains(parts[0], Setting.Limit.InLibrary, "-1");
        TextAssert.Contains(parts[1], Setting.Floor.InLibrary, "-2");
        TextAssert.Contains(parts[2], Setting.Headroom.InLibrary, "-4");
        TextAssert.Contains(parts[3], "audit.events", "-1");
        TextAssert.Contains(parts[4], "orders", "-3");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_unknown_tables_are_refused()
    {
        var error = Assert.Throws<SnapshotSeedException>(() => Plan.Of(Shop, Limited(("user", 5))));

        TextAssert.Contains(error.Message, Setting.TableLimit.InLibrary, "user");
        TextAssert.Contains(error.Hint, "audit.events", "orders", "users");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_tables_that_are_left_out_are_refused_together()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan.Of(
                Shop,
                Limited(("orders", 5), ("events", 5), ("users", 5)) with
                {
                    Exclude = ["orders", "audit.events"],
                }
            )
        );

        var lines = error.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        TextAssert.Contains(lines[0], Setting.TableLimit.InLibrary, "audit.events");
        TextAssert.Contains(lines[1], Setting.TableLimit.InLibrary, "orders");
        TextAssert.Contains(error.Hint, Setting.Exclude.InLibrary);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_tables_that_only_come_along_are_refused()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan.Of(Shop, Limited(("users", 5)) with { Only = ["orders"] })
        );

        TextAssert.Contains(error.Message, Setting.TableLimit.InLibrary, "users");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Given_twice_to_one_table_are_refused()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan.Of(Shop, Limited(("public.users", 80), ("users", 5), ("orders", 1)))
        );

        TextAssert.Contains(error.Message, Setting.TableLimit.InLibrary, "public.users", "users");
        TextAssert.DoesNotContain(error.Message, "orders");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    internal static ExportOptions Limited(params (string Table, int Limit)[] limits) =>
        new()
        {
            Tables = limits.ToDictionary(limit => limit.Table, limit => new TableExportOptions { Limit = limit.Limit }),
        };
}
