using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

/// <summary>When the tables of a sample are read.</summary>
public sealed class TablesReadInTurn
{
    private static readonly ExportOptions Many = new() { Limit = 2_000 };

    [Fact]
    public void Those_of_one_step_can_be_read_at_once()
    {
        var schedule = Schedule("items -> orders, orders -> users", new ExportOptions());

        Assert.Equal(["users", "orders", "items"], Ready(schedule));
        Assert.Empty(Ready(schedule));
    }

    [Fact]
    public void Others_when_all_that_they_reference_has_been_read()
    {
        var schedule = Schedule("items -> orders, items -> products, orders -> users, notes -> users", Many);

        Assert.Equal(["products", "users"], Ready(schedule));
        Complete(schedule, "users");
        Assert.Equal(["notes", "orders"], Ready(schedule));
        Complete(schedule, "orders");
        Assert.Empty(Ready(schedule));
        Complete(schedule, "products");
        Assert.Equal(["items"], Ready(schedule));
    }

    [Fact]
    public void Full_ones_at_once()
    {
        var plan = Plan.Of("items -> orders, orders -> users", Many);
        var sample = new Sample(plan);
        sample[CatalogNotation.Name("items")].MarkWholeTable();

        Assert.Equal(["users", "items"], Ready(new ReadingSchedule(sample)));
    }

    [Fact]
    public void Those_of_a_cycle_together()
    {
        var schedule = Schedule("a -> b, b -> a, a -> users, notes -> b", Many);

        Assert.Equal(["users"], Ready(schedule));
        Complete(schedule, "users");
        Assert.Equal(["a", "b"], Ready(schedule));
        Complete(schedule, "b");
        Assert.Equal(["notes"], Ready(schedule));
    }

    [Fact]
    public void The_way_to_the_end_leads_through_what_waits()
    {
        var schedule = Schedule("items -> orders, orders -> users, notes -> users, settings", Many);

        Assert.Equal(6_000, Way("users"));
        Assert.Equal(4_000, Way("orders"));
        Assert.Equal(2_000, Way("items"));
        Assert.Equal(2_000, Way("notes"));
        Assert.Equal(2_000, Way("settings"));

        double Way(string table) => schedule.Way(CatalogNotation.Name(table));
    }

    private static ReadingSchedule Schedule(string notation, ExportOptions options) =>
        new(new Sample(Plan.Of(notation, options)));

    private static IEnumerable<string> Ready(ReadingSchedule schedule) =>
        schedule.TakeReady().ConvertAll(rule => rule.Table.ToString());

    private static void Complete(ReadingSchedule schedule, string table) =>
        schedule.Complete(CatalogNotation.Name(table));
}
