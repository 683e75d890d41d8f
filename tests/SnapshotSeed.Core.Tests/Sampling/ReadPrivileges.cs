using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class ReadPrivileges
{
    private static readonly SnapshotSeed.Catalog.DatabaseCatalog Shop = CatalogNotation
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
        var error = Assert.Throws<SnapshotSeedException>(() => SamplingPlanner.Plan(Shop, new ExportOptions()));

        Assert.Equal(
            """
            the source's role may not read everything that is to be exported
              - users: no SELECT privilege on column email
              - vault.secrets: no SELECT privilege on the table (or no USAGE on its schema)
              - orders: no SELECT privilege on the table (or no USAGE on its schema)
            """,
            error.Message
        );
        Assert.Equal(FailureKind.Failed, error.Kind);
    }

    [Fact]
    public void Do_not_help_where_policies_hide_rows_or_a_standby_has_none()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            SamplingPlanner.Plan(
                CatalogNotation
                    .Parse("orders, users")
                    .With("orders", table => table with { HasRowSecurity = true })
                    .With("users", table => table with { IsNotOnStandby = true }),
                new ExportOptions()
            )
        );

        Assert.Equal(
            """
            the source's role may not read everything that is to be exported
              - orders: row level security would hide rows from the role
              - users: unlogged, so that this standby has none of its rows; its primary does
            """,
            error.Message
        );
        Assert.Contains("Exclude", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Matter_for_exported_tables_only() =>
        Assert.Equal(["tags"], SamplingPlanner.Plan(Shop, new ExportOptions { Tables = ["tags"] }).TableNames());

    [Fact]
    public void Matter_for_tables_that_come_along()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            SamplingPlanner.Plan(
                Shop.With("orders", table => table with { CanSelect = true, CanSelectSome = true }),
                new ExportOptions { Tables = ["orders"] }
            )
        );

        Assert.Contains("users: no SELECT privilege on column email", error.Message, StringComparison.Ordinal);
    }
}
