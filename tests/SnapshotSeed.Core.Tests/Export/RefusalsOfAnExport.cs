using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class RefusalsOfAnExport
{
    private const string Shop = "items -> orders, orders -> users, tags, audit/events -> users";

    [Fact]
    public void Are_worded_as_approved() =>
        Approval.Verify(
            new FailureTranscript()
                .Of("names that fit no table or several", () => Resolve("nope", "users", "orders", "nada", "x.y.z"))
                .Of("a name where there are no tables", () => new TableNameResolver([]).Resolve(["a"], Setting.Only))
                .Of(
                    "limits below zero",
                    () => Plan.Of(Shop, Limited(("orders", -3)) with { Limit = -1, Floor = -2, Headroom = -4 })
                )
                .Of("a limit of an unknown table", () => Plan.Of(Shop, Limited(("user", 5))))
                .Of(
                    "a limit of a table that is left out",
                    () => Plan.Of(Shop, Limited(("tags", 5), ("events", 5)) with { Exclude = ["tags", "events"] })
                )
                .Of("two limits of one table", () => Plan.Of(Shop, Limited(("public.users", 80), ("users", 5))))
                .Of("an unknown table to leave out", () => Plan.Of(Shop, new() { Exclude = ["user"] }))
                .Of("unknown schemas", () => Plan.Of(Shop, new() { Schemas = ["sales", "audit", "Public"] }))
                .Of(
                    "tables that are named and left out",
                    () => Plan.Of(Shop, new() { Only = ["tags", "events"], Exclude = ["tags", "events"] })
                )
                .Of("tables that others require", () => Require(Plan.Of(Shop, new() { Exclude = ["users"] })))
                .Of("nothing left", () => Plan.Of("users", new() { Exclude = ["users"] }))
                .Of("no tables", () => Plan.Of(""))
                .Of("tables that the role may not read", () => ExportPlanner.Plan(Unreadable, new()))
                .Of(
                    "rows that cannot be told apart",
                    ForeignPartitionCheck.Ambiguous(["orders: several rows of partition orders_us have the same ctid"])
                )
                .ToString(),
            "refusals-of-an-export"
        );

    private static DatabaseCatalog Unreadable =>
        CatalogNotation
            .Parse("users, vault/secrets, items, policies, fleeting")
            .With("users", table => table.WithColumn(CatalogNotation.Text("email") with { CanSelect = false }))
            .With("vault/secrets", table => table with { CanSelect = false, CanSelectSome = false })
            .With("items", table => table with { CanSelect = false })
            .With("policies", table => table with { HasRowSecurity = true })
            .With("fleeting", table => table with { IsNotOnStandby = true });

    private static void Require(ExportPlan plan) =>
        UnresolvedKeyCheck.Check(plan, plan.Tables.Select(table => table.Name).ToHashSet());

    private static void Resolve(params string[] specs) =>
        new TableNameResolver([
            new("public", "users"),
            new("sales", "orders"),
            new("shop", "orders"),
            new("x.y", "z"),
            new("x", "y.z"),
        ]).Resolve(specs, Setting.Only);

    private static ExportOptions Limited(params (string Table, int Limit)[] limits) => SampleLimits.Limited(limits);
}
