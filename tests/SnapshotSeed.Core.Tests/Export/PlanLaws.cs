using SnapshotSeed.Core.Tests.Graph;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class PlanLaws
{
    [Fact]
    public void Candidates_of_every_referencing_component_are_found_before_those_of_the_referenced_one() =>
        Holds(
            new ExportOptions(),
            plan =>
            {
                AssertOrder(plan, Numbered(plan.Steps.OfType<FindCandidates>(), step => step.Components));
                AssertOrder(plan, Numbered(plan.Steps.OfType<FindReferencing>(), step => step.Components));
            }
        );

    [Fact]
    public void Every_referencing_component_chooses_before_the_referenced_one() =>
        Holds(
            new ExportOptions(),
            plan =>
                Assert.All(
                    plan.Steps.OfType<ChooseRows>(),
                    step => AssertOrder(plan, step.Rules.Select((rule, i) => (rule.Table, i)).ToDictionary())
                )
        );

    [Fact]
    public void Every_table_is_read_once_and_cycles_are_filled_before() =>
        Holds(
            new ExportOptions(),
            plan =>
            {
                Assert.Equal(
                    plan.Graph.Components.SelectMany(component => component.Tables),
                    Assert.Single(plan.Steps.OfType<ReadRows>()).Tables
                );
                AssertFilled(plan);
            }
        );

    [Fact]
    public void Every_referenced_component_of_a_large_sample_is_read_before_the_referencing_one_begins() =>
        Holds(
            new ExportOptions { Limit = 1_001 },
            plan =>
            {
                var steps = plan.Steps.OfType<ReadRows>().ToList();
                var place = steps.SelectMany((step, i) => step.Tables.Select(table => (table, i))).ToDictionary();
                AssertOrder(plan, place.ToDictionary(pair => pair.Key, pair => -pair.Value));
                AssertFilled(plan);
                foreach (var component in plan.Graph.Components)
                {
                    var first = plan
                        .Steps.OfType<ScheduledStep>()
                        .First(step => step.Tables.Contains(component.Tables[0]));
                    Assert.Equal(
                        component
                            .Tables.SelectMany(plan.Graph.ReferencesOf)
                            .Select(key => key.ReferencedTable)
                            .Except(component.Tables)
                            .Order(),
                        first.After
                    );
                }
            }
        );

    [Fact]
    public void Every_plan_finds_and_chooses_and_looks_for_more_and_chooses_again_and_fills() =>
        Holds(
            new ExportOptions(),
            plan =>
            {
                var levels = plan.Graph.Components.Max(component => component.Height) + 1;
                Assert.Equal(
                    [
                        typeof(FindWholeTables),
                        .. Enumerable.Repeat(typeof(FindCandidates), levels),
                        typeof(ChooseRows),
                        .. Enumerable.Repeat(typeof(FindReferencing), levels),
                        typeof(ChooseRows),
                        typeof(ReadRows),
                    ],
                    plan.Steps.Where(step => step is not FillRows).Select(step => step.GetType())
                );
            }
        );

    /// <summary>In which step each table is; every one is in one.</summary>
    private static Dictionary<TableName, int> Numbered<T>(
        IEnumerable<T> steps,
        Func<T, IEnumerable<Component>> components
    ) =>
        steps
            .SelectMany(
                (step, i) => components(step).SelectMany(component => component.Tables, (_, table) => (table, i))
            )
            .ToDictionary();

    /// <summary>All tables are there, and each one before those that it references beyond its cycle.</summary>
    private static void AssertOrder(ExportPlan plan, Dictionary<TableName, int> place)
    {
        Assert.Equal(plan.Tables.Select(table => table.Name).Order(), place.Keys.Order());
        Assert.All(
            plan.Tables.SelectMany(table => table.ForeignKeys).Where(key => !plan.Graph.IsWithinComponent(key)),
            key => Assert.True(place[key.Table] < place[key.ReferencedTable], key.ToString())
        );
    }

    /// <summary>The tables of cycles are filled once, in a step before the one that reads them.</summary>
    private static void AssertFilled(ExportPlan plan)
    {
        Assert.Equal(
            plan.Graph.Components.Where(component => component.IsCycle).SelectMany(component => component.Tables),
            plan.Steps.OfType<FillRows>().SelectMany(step => step.Tables)
        );
        Assert.All(
            plan.Steps.OfType<FillRows>(),
            fill =>
                Assert.All(
                    plan.Steps.OfType<ReadRows>().Where(read => read.Tables.Intersect(fill.Tables).Any()),
                    read => Assert.True(plan.Steps.IndexOf(fill) < plan.Steps.IndexOf(read), $"{fill}")
                )
        );
    }

    private static void Holds(ExportOptions options, Action<ExportPlan> law) =>
        Law.Holds<(byte, byte)[]>(references => law(ExportPlanner.Plan(RandomCatalog.Of(references), options)));
}
