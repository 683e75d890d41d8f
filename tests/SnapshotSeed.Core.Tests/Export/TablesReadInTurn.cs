using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan.Steps;
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

        Assert.Equal(["read users, orders, items"], Ready(schedule));
        Assert.Empty(Ready(schedule));
    }

    [Fact]
    public void Others_when_all_that_they_reference_has_been_read()
    {
        var schedule = Schedule("items -> orders, items -> products, orders -> users, notes -> users", Many);

        Assert.Equal(["read products, users"], Ready(schedule));
        Read(schedule, "users");
        Assert.Equal(["read notes", "read orders"], Ready(schedule));
        Read(schedule, "orders");
        Assert.Empty(Ready(schedule));
        Read(schedule, "products");
        Assert.Equal(["read items"], Ready(schedule));
    }

    [Fact]
    public void Full_ones_at_once_unless_they_come_in_order()
    {
        Assert.Equal(["read users", "read items"], Ready(OfFullItems()));
        Assert.Equal(["read users"], Ready(OfFullItems(), inOrder: true));

        static ReadingSchedule OfFullItems()
        {
            var builder = new SampleBuilder(Plan.Of("items -> orders, orders -> users", Many));
            builder.Set(CatalogNotation.Name("items"), ChosenRows.WholeTable);
            return Of(builder.Sample);
        }
    }

    [Fact]
    public void Those_of_a_cycle_when_they_are_filled()
    {
        var schedule = Schedule("a -> b, b -> a, a -> users, notes -> b", Many);

        Assert.Equal(["read users"], Ready(schedule));
        Read(schedule, "users");
        var fill = Assert.IsType<FillRows>(Assert.Single(schedule.TakeReady(inOrder: false)));
        Assert.Empty(Ready(schedule));
        schedule.EndFill(fill);
        Assert.Equal(["read a, b"], Ready(schedule));
        Read(schedule, "b");
        Assert.Equal(["read notes"], Ready(schedule));
    }

    [Fact]
    public void End_their_step_with_the_last_one()
    {
        var schedule = Schedule("orders -> users", new ExportOptions());
        var step = Assert.Single(schedule.TakeReady(inOrder: true));

        Assert.Null(schedule.EndRead(CatalogNotation.Name("users")));
        Assert.Same(step, schedule.EndRead(CatalogNotation.Name("orders")));
    }

    [Fact]
    public void The_pages_to_the_end_are_those_of_what_waits_as_well()
    {
        var schedule = Schedule("items -> orders, orders -> tree, tree? -> tree, notes -> tree, settings", Many);

        Assert.Equal(6_000, Pages("tree"));
        Assert.Equal(4_000, Pages("orders"));
        Assert.Equal(2_000, Pages("items"));
        Assert.Equal(2_000, Pages("notes"));
        Assert.Equal(2_000, Pages("settings"));

        double Pages(string table) => schedule.PagesToTheEnd(CatalogNotation.Name(table));
    }

    private static ReadingSchedule Schedule(string notation, ExportOptions options) =>
        Of(new SampleBuilder(Plan.Of(notation, options)).Sample);

    private static ReadingSchedule Of(Sample sample) => new(sample.Plan.Steps.OfType<ScheduledStep>(), sample);

    private static IEnumerable<string> Ready(ReadingSchedule schedule, bool inOrder = false) =>
        schedule
            .TakeReady(inOrder)
            .ConvertAll(step => $"{(step is FillRows ? "fill" : "read")} {string.Join(", ", step.Tables)}");

    private static void Read(ReadingSchedule schedule, string table) => schedule.EndRead(CatalogNotation.Name(table));
}
