using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Plan.Steps;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class SampleScope
{
    private const string Shop =
        "items -> orders, orders -> users, orders.coupon? -> coupons, tags, audit/events -> users";

    [Fact]
    public void Is_every_table_in_load_order() =>
        Assert.Equal(
            ["audit.events", "coupons", "items", "orders", "tags", "users"],
            Plan.Of(Shop).TableNames().Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Of_named_tables_brings_what_they_reference_without_sampling_it()
    {
        var plan = Plan.Of(Shop, new ExportOptions { Only = ["items", "users"] });

        Assert.Equal(["coupons", "users", "orders", "items"], plan.TableNames());
        Assert.Equal(
            [("coupons", 0), ("users", 100), ("orders", 0), ("items", 100)],
            plan.TableNames().Select(table => (table, plan.Rule(table).Limit))
        );
        Assert.Equal(["items 200", "orders 0", "coupons 0, users 100"], plan.Steps<FindCandidates>());
    }

    [Theory]
    [InlineData("audit.*", "audit.events")]
    [InlineData("*s", "coupons users audit.events orders items tags")]
    [InlineData("*.order*", "orders")]
    [InlineData("public.*oup*", "coupons")]
    public void May_leave_out_what_a_pattern_matches(string pattern, string excluded)
    {
        var resolver = new TableNameResolver(CatalogNotation.Parse(Shop).Tables.Select(table => table.Name));

        Assert.Equal(
            excluded.Split(' ').Order(),
            resolver.Resolve([pattern], Setting.Exclude).Select(table => table.ToString()).Order()
        );
    }

    [Theory]
    [InlineData("exclude", "*x*")]
    [InlineData("table-limit", "audit.*")]
    public void Is_refused_where_a_pattern_matches_nothing_or_one_table_is_meant(string option, string pattern)
    {
        var setting = Setting.All.First(setting => setting.Option == option);
        var resolver = new TableNameResolver(CatalogNotation.Parse(Shop).Tables.Select(table => table.Name));

        var error = Assert.Throws<SnapshotSeedException>(object? () => resolver.Resolve([pattern], setting));

        TextAssert.Contains(error.Message, setting.InLibrary, pattern);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Of_a_schema_brings_what_its_tables_reference()
    {
        var plan = Plan.Of(Shop, new ExportOptions { Schemas = ["audit"] });

        Assert.Equal(
            [("users", 0), ("audit.events", 100)],
            plan.Tables.Select(table => (table.Name.ToString(), plan.Rules[table.Name].Limit))
        );
    }

    [Fact]
    public void Leaves_out_excluded_tables_and_keeps_nullable_references_unresolved()
    {
        var plan = Plan.Of(Shop, new ExportOptions { Exclude = ["coupons", "tags"] });

        Assert.Equal(["users", "audit.events", "orders", "items"], plan.TableNames());
        Assert.Equal(["orders_coupon_id_fkey"], plan.UnresolvedKeys.Select(key => key.Name));
        Assert.Equal(
            ["orders_users_id_fkey"],
            plan.Graph.ReferencesOf(CatalogNotation.Name("orders")).Select(key => key.Name)
        );
    }

    [Fact]
    public void Is_refused_where_every_row_references_an_excluded_table()
    {
        var plan = Plan.Of(Shop, new ExportOptions { Exclude = ["users"] });

        var error = Assert.Throws<SnapshotSeedException>(() =>
            UnresolvedKeyCheck.Check(plan, plan.Tables.Select(table => table.Name).ToHashSet())
        );

        var lines = error.Message.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[1], "audit.events", "users", "events_users_id_fkey");
        TextAssert.Contains(lines[2], "orders", "users", "orders_users_id_fkey");
        TextAssert.Contains(error.Hint, $"{Setting.Exclude.InLibrary} audit.events,items,orders,users");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void May_exclude_a_table_together_with_those_that_need_it() =>
        Assert.Equal(
            ["coupons", "tags"],
            Plan.Of(Shop, new ExportOptions { Exclude = ["users", "orders", "items", "audit.events"] }).TableNames()
        );

    [Fact]
    public void Does_not_refuse_a_composite_reference_with_one_nullable_column()
    {
        var catalog = CatalogNotation
            .Parse("orders -> users")
            .With(
                "orders",
                table =>
                    table.WithColumn(CatalogNotation.Text("region")) with
                    {
                        ForeignKeys =
                        [
                            table.ForeignKeys[0] with
                            {
                                Columns = ["users_id", "region"],
                                ReferencedColumns = ["id", "id"],
                            },
                        ],
                    }
            );

        var plan = ExportPlanner.Plan(catalog, new ExportOptions { Exclude = ["users"] });

        Assert.Single(plan.UnresolvedKeys);
    }

    [Theory]
    [InlineData("tables", "nope", null)]
    [InlineData("exclude", null, "nope")]
    public void Is_refused_for_unknown_tables(string option, string? table, string? exclude)
    {
        var setting = Setting.All.First(setting => setting.Option == option);
        var options = new ExportOptions
        {
            Only = table is null ? [] : [table],
            Exclude = exclude is null ? [] : [exclude],
        };

        var error = Assert.Throws<SnapshotSeedException>(() => Plan.Of(Shop, options));

        TextAssert.Contains(error.Message, setting.InLibrary, "nope");
        TextAssert.Contains(error.Hint, "audit.events", "coupons", "items", "orders", "tags", "users");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Is_refused_for_named_tables_that_are_left_out()
    {
        var options = new ExportOptions
        {
            Only = ["users", "orders", "audit.events"],
            Exclude = ["orders"],
            Schemas = ["public"],
        };

        var error = Assert.Throws<SnapshotSeedException>(() => Plan.Of(Shop, options));

        var lines = error.Message.Split('\n');
        Assert.Equal(2, lines.Length);
        TextAssert.Contains(lines[0], Setting.Only.InLibrary, "audit.events");
        TextAssert.Contains(lines[1], Setting.Only.InLibrary, "orders");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Is_refused_for_unknown_schemas()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan.Of(Shop, new ExportOptions { Schemas = ["sales", "audit", "Public"] })
        );

        TextAssert.Contains(error.Message, Setting.Schemas.InLibrary, "Public", "sales");
        TextAssert.DoesNotContain(error.Message, "audit");
        TextAssert.Contains(error.Hint, "audit", "public");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("users", true)]
    public void Is_refused_where_nothing_is_left(string notation, bool isWrongUsage)
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Plan.Of(notation, new ExportOptions { Exclude = notation.Length == 0 ? [] : [notation] })
        );

        TextAssert.Contains(error.Message, "demo");
        Assert.Equal(isWrongUsage, error.IsWrongUsage);
    }

    [Fact]
    public void Leaves_out_migration_tables()
    {
        var catalog = CatalogNotation
            .Parse("users, schema_migrations")
            .With("schema_migrations", table => table with { Columns = [CatalogNotation.Text("version")], Keys = [] });

        Assert.Equal(["users"], ExportPlanner.Plan(catalog, new ExportOptions()).TableNames());
    }
}
