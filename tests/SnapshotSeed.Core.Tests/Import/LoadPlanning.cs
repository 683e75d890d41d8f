using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Core.Tests.Graph;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Import;

public sealed class LoadPlanning
{
    private static readonly DatabaseCatalog Shop = CatalogNotation
        .Parse("orders -> users, items -> orders, users -> teams, teams.lead? -> users, audit/log")
        .With("users", table => table with { Sequences = [new(new("public", "users_id_seq"), table.Name, "id")] })
        .With("audit/log", table => table with { Keys = [] });

    [Fact]
    public void Reads_like_what_will_be_done() =>
        Approval.Verify(Plan(Shop, new ImportOptions { TruncateFirst = true }).ToString(), "load-plan");

    [Fact]
    public void Adds_and_empties_nothing_by_default() => Assert.Empty(Plan(Shop).Operations.OfType<EmptyTables>());

    [Fact]
    public void Loads_referenced_tables_first() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var catalog = RandomCatalog.Of(references);
            var plan = Plan(catalog);
            var position = plan
                .Operations.OfType<InsertRows>()
                .SelectMany((load, i) => load.Tables.Select(table => (table.Table.Name, i)))
                .ToDictionary();
            var reachable = RandomCatalog.Reachable(catalog);

            Assert.Equal(catalog.Tables.Select(table => table.Name), position.Keys.Order());
            foreach (var (from, to) in reachable)
                Assert.True(
                    reachable.Contains((to, from)) ? position[from] == position[to] : position[from] > position[to],
                    $"{from} -> {to}"
                );
        });

    [Fact]
    public void Empties_in_the_reverse_order() =>
        Law.Holds<(byte, byte)[]>(references =>
        {
            var plan = Plan(RandomCatalog.Of(references), new ImportOptions { TruncateFirst = true });

            Assert.Equal(
                plan.Operations.OfType<InsertRows>().Select(load => load.Component).Reverse(),
                Assert.IsType<EmptyTables>(plan.Operations[0]).Components
            );
        });

    [Fact]
    public void Takes_the_named_tables_only() =>
        Assert.Equal(
            ["orders", "items"],
            Plan(Shop, new ImportOptions { Only = ["items", "public.orders"] })
                .Tables.Select(load => load.Table.Name.Name)
        );

    [Fact]
    public void Refuses_tables_that_the_snapshot_does_not_have()
    {
        var error = Assert.Throws<SnapshotSeedException>(() => Plan(Shop, new ImportOptions { Only = ["item"] }));

        TextAssert.Contains(error.Message, Setting.Only.InLibrary, "item");
        TextAssert.Contains(error.Hint, "audit.log", "items", "orders", "teams", "users");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_an_empty_snapshot_does_nothing() =>
        Assert.Empty(Fitted.Plan(new SnapshotFiles([]), Shop, new ImportOptions { TruncateFirst = true }).Operations);

    [Fact]
    public void Advances_sequences_at_the_end_because_that_outlives_a_failure()
    {
        var operations = Plan(Shop).Operations;

        var advance = Assert.Single(operations.OfType<AdvanceSequences>());
        Assert.Same(operations[^1], advance);
        Assert.Equal(["users_id_seq"], advance.Sequences.Select(sequence => sequence.Name.Name));
    }

    [Fact]
    public void Advances_sequences_after_each_table_as_well_where_triggers_may_need_them() =>
        Approval.Verify(
            Plan(Shop.With("items", table => table with { HasInsertTriggers = true })).ToString(),
            "load-plan-with-triggers"
        );

    [Theory]
    [InlineData("pg_catalog.\"int2\"", 1)]
    [InlineData("pg_catalog.\"int4\"", 1)]
    [InlineData("pg_catalog.\"int8\"", 1)]
    [InlineData("pg_catalog.\"numeric\"", 1)]
    [InlineData("pg_catalog.\"text\"", 0)]
    [InlineData("public.\"int8\"", 0)]
    public void Advances_sequences_of_columns_of_numbers_only(string bareType, int sequences)
    {
        var users = Shop.Table("users");

        Assert.Equal(
            sequences,
            ColumnSequences.Of(users with { Columns = [users.Columns[0] with { BareType = bareType }] }).Count()
        );
    }

    [Fact]
    public void Refuses_INSERT_rules_in_a_cycle()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan(
                Shop.With("teams", table => table with { HasInsertRules = true })
                    .With("items", table => table with { HasInsertRules = true })
            )
        );

        Assert.Equal(
            [(RowProblemKind.RulesInCycle, Shop.Table("teams").Name)],
            error.Problems.Select(problem => (problem.Kind, problem.Name))
        );
    }

    [Fact]
    public void Truncates_where_no_other_table_references_these()
    {
        var empty = Empty(Shop, new ImportOptions { TruncateFirst = true });

        Assert.True(empty.ByTruncate);
        Assert.Empty(empty.ReferencedFrom);
    }

    [Fact]
    public void Deletes_where_a_table_that_is_not_loaded_references_one_that_is()
    {
        var empty = Empty(Shop, new ImportOptions { TruncateFirst = true, Only = ["users", "teams"] });

        Assert.False(empty.ByTruncate);
        Assert.Equal(["orders_users_id_fkey"], empty.ReferencedFrom.Select(user => user.Key.Name));
        Assert.Equal(["(teams, users)"], empty.Components.Select(component => component.ToString()));
    }

    [Fact]
    public void Deletes_for_want_of_the_privilege_to_truncate()
    {
        var empty = Empty(
            Shop.With("items", table => table with { CanTruncate = false }),
            new ImportOptions { TruncateFirst = true }
        );

        Assert.False(empty.ByTruncate);
        Assert.Empty(empty.ReferencedFrom);
    }

    private static EmptyTables Empty(DatabaseCatalog catalog, ImportOptions options) =>
        Assert.IsType<EmptyTables>(Plan(catalog, options).Operations[0]);

    private static LoadPlan Plan(DatabaseCatalog catalog, ImportOptions? options = null) =>
        Fitted.Plan(SnapshotSketch.Of(catalog), catalog, options ?? new ImportOptions());
}
