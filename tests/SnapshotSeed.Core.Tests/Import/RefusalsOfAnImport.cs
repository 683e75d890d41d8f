using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Import;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Import;

public sealed class RefusalsOfAnImport
{
    private static readonly DatabaseCatalog Shop = CatalogNotation.Parse(
        "orders -> users, users -> teams, teams.lead? -> users"
    );

    [Fact]
    public void Are_worded_as_approved() =>
        Approval.Verify(
            new FailureTranscript()
                .Of("a target whose name does not say test", () => TargetGuard.Check("shop", allowed: []))
                .Of(
                    "a target with partitions in such databases",
                    () => TargetGuard.CheckPartitions([Partitioned], "shop_test", allowed: [])
                )
                .Of("a table that the snapshot lacks", () => Plan(Shop, new() { Only = ["user"] }))
                .Of("a table without a file", () => Plan(Shop, new() { Only = ["users", "campaigns", "jobs"] }))
                .Of(
                    "an end in the future as the newest time",
                    () =>
                        FutureTimes.Refuse(
                            [
                                Newest("certificates", "not_after", 800),
                                Newest("events", "at", 1),
                                Newest("users", "joined", 0),
                            ],
                            now: null
                        )
                )
                .Of(
                    "a newest time that lies ahead of the present",
                    () => FutureTimes.Refuse([Newest("certificates", "not_after", 800)], now: 0)
                )
                .Of(
                    "a target of another schema",
                    () =>
                        Fitted.Plan(
                            SnapshotSketch.Of(CatalogNotation.Parse("orders -> users, tags")),
                            CatalogNotation
                                .Parse("users, orders")
                                .With("users", table => table with { CanInsert = false }),
                            new ImportOptions()
                        )
                )
                .Of(
                    "a target of another schema, where the snapshot tells its migration",
                    () =>
                        Fitted.Plan(
                            SnapshotSketch.Of(CatalogNotation.Parse("users")) with
                            {
                                Migration = new MigrationVersion(new TableName("public", "schema_migrations"), "42"),
                            },
                            CatalogNotation.Parse(""),
                            new ImportOptions()
                        )
                )
                .Of(
                    "a role without the privileges",
                    () => Plan(Shop.With("users", table => table with { CanSelect = false, CanInsert = false }))
                )
                .Of("rules in a cycle", () => Plan(Shop.With("teams", table => table with { HasInsertRules = true })))
                .ToString(),
            "refusals-of-an-import"
        );

    private static (TableName, string, long) Newest(string table, string column, long days) =>
        (new("public", table), column, days * TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);

    private static Table Partitioned =>
        Shop.Table("orders") with
        {
            ForeignPartitions =
            [
                new(new TableName("public", "orders_us"), "shop_us"),
                new(new TableName("public", "orders_eu"), null),
            ],
        };

    private static LoadPlan Plan(DatabaseCatalog catalog, ImportOptions? options = null) =>
        Fitted.Plan(SnapshotSketch.Of(catalog), catalog, options ?? new ImportOptions());
}
