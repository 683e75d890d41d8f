using SnapshotSeed.Core.Tests.Graph;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class PlanLaws
{
    [Fact]
    public void Every_referenced_component_is_filled_before_the_referencing_one() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var plan = SamplingPlanner.Plan(RandomCatalog.Of(references), new ExportOptions());
            var step = plan
                .Steps.OfType<FillRows>()
                .SelectMany(
                    (fill, i) => fill.Components.SelectMany(component => component.Tables, (_, table) => (table, i))
                )
                .ToDictionary();

            Assert.Equal(plan.Tables.Select(table => table.Name).Order(), step.Keys.Order());
            Assert.All(
                plan.Tables.SelectMany(table => table.ForeignKeys).Where(key => !plan.Graph.IsWithinComponent(key)),
                key => Assert.True(step[key.ReferencedTable] < step[key.Table], key.ToString())
            );
        });

    [Fact]
    public void Every_referencing_component_gets_its_floor_before_the_referenced_one() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var plan = SamplingPlanner.Plan(RandomCatalog.Of(references), new ExportOptions());
            var step = plan
                .Steps.OfType<FloorRows>()
                .SelectMany((floor, i) => floor.Rules.Select(rule => (rule.Table, i)))
                .ToDictionary();

            Assert.Equal(plan.Tables.Select(table => table.Name).Order(), step.Keys.Order());
            Assert.All(
                plan.Tables.SelectMany(table => table.ForeignKeys).Where(key => !plan.Graph.IsWithinComponent(key)),
                key => Assert.True(step[key.Table] < step[key.ReferencedTable], key.ToString())
            );
        });

    [Fact]
    public void Every_floor_is_followed_by_a_backfill_of_all_that_it_can_reach() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var catalog = RandomCatalog.Of(references);
            var reachable = RandomCatalog.Reachable(catalog);
            var plan = SamplingPlanner.Plan(catalog, new ExportOptions());

            for (var i = 0; i < plan.Steps.Length; i++)
            {
                if (plan.Steps[i] is not FloorRows floor)
                    continue;
                var levels = plan.Steps[i + 1] is BackfillParents backfill ? backfill.Levels : [];
                var level = levels
                    .SelectMany(
                        (components, n) =>
                            components.SelectMany(component => component.Tables, (_, table) => (table, n))
                    )
                    .ToDictionary();
                var referencing = catalog
                    .Tables.Where(table => table.ForeignKeys.Length > 0)
                    .Select(table => table.Name)
                    .ToHashSet();
                var reached = floor.Rules.SelectMany(rule =>
                    catalog
                        .Tables.Select(table => table.Name)
                        .Where(table => table == rule.Table || reachable.Contains((rule.Table, table)))
                );

                Assert.Superset(reached.Where(referencing.Contains).ToHashSet(), level.Keys.ToHashSet());
                Assert.All(
                    plan.Tables.SelectMany(table => table.ForeignKeys)
                        .Where(key => level.ContainsKey(key.Table) && level.ContainsKey(key.ReferencedTable)),
                    key =>
                        Assert.True(
                            plan.Graph.IsWithinComponent(key)
                                ? level[key.Table] == level[key.ReferencedTable]
                                : level[key.Table] < level[key.ReferencedTable],
                            key.ToString()
                        )
                );
            }
        });
}
