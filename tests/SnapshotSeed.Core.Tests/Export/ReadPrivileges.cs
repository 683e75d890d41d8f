using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class ReadPrivileges
{
    private static readonly DatabaseCatalog Shop = CatalogNotation
        .Parse("orders -> users, tags, vault/secrets")
        .With("vault/secrets", table => table with { CanSelect = false, CanSelectSome = false })
        .With("orders", table => table with { CanSelect = false, CanSelectSome = false })
        .With(
            "users",
            table =>
                table
                    .WithColumn(CatalogNotation.Text("email") with { CanSelect = false })
                    .WithColumn(CatalogNotation.Text("sum") with { CanSelect = false, IsGenerated = true })
        );

    [Fact]
    public void That_are_missing_are_reported_for_all_tables_together()
    {
        var error = Assert.Throws<SnapshotSeedException>(() => ExportPlanner.Plan(Shop, new ExportOptions()));

        var lines = error.Message.Split("\n  - ");
        Assert.Equal(4, lines.Length);
        TextAssert.Contains(lines[1], "users", "SELECT", "email");
        TextAssert.Contains(lines[2], "vault.secrets", "SELECT");
        TextAssert.Contains(lines[3], "orders", "SELECT");
        Assert.Equal(FailureKind.Failed, error.Kind);
    }

    [Fact]
    public void Do_not_help_where_policies_hide_rows_or_a_standby_has_none()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            ExportPlanner.Plan(
                CatalogNotation
                    .Parse("orders, users")
                    .With("orders", table => table with { HasRowSecurity = true })
                    .With("users", table => table with { IsNotOnStandby = true }),
                new ExportOptions()
            )
        );

        var lines = error.Message.Split("\n  - ");
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[1], "orders");
        TextAssert.Contains(lines[2], "users", "standby");
        TextAssert.Contains(error.Hint, Setting.Exclude.InLibrary);
    }

    [Fact]
    public void Matter_for_exported_tables_only() =>
        Assert.Equal(["tags"], ExportPlanner.Plan(Shop, new ExportOptions { Only = ["tags"] }).TableNames());

    [Fact]
    public void Matter_for_tables_that_come_along()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            ExportPlanner.Plan(
                Shop.With("orders", table => table with { CanSelect = true, CanSelectSome = true }),
                new ExportOptions { Only = ["orders"] }
            )
        );

        TextAssert.Contains(error.Message, "users", "email");
    }
}
