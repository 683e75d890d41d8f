using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests.Cli;

/// <summary>Results as the library returns them, for reports.</summary>
internal static class SampleResults
{
    public static readonly ExportResult Exported = new(
        "demo",
        [
            new(Name("users"), 104, 100, 4) { Asked = 100, BeyondLimit = 4 },
            new(Name("tags"), 7, 7, 0) { Asked = 9, Shortage = new(Name("users"), 104) },
            new(Name("audit/log"), 0, 0, 0) { Asked = 1, Shortage = new(null, 0) },
        ]
    );

    public static readonly ImportResult Imported = new(
        "shop_test",
        [
            new(Name("users"), 104, 104, 0, 0, 0),
            new(Name("tags"), 104, 50, 0, 54, 3),
            new(Name("audit/log"), 9, 0, 0, 9, 1),
        ]
    );

    public static readonly VerificationReport Verified = new(
        "shop_test",
        [new(Name("users"), 104, 0, 0) { TableRows = 120 }, new(Name("audit/log"), 0, 0, 0) { TableRows = 0 }]
    );

    public static readonly VerificationReport Different = new(
        "shop_test",
        [
            new(Name("users"), 104, 0, 0) { TableRows = 120 },
            new(Name("tags"), 100, 2, 1)
            {
                TableRows = 98,
                MissingKeys = ["id = 7", "id = 9"],
                DifferentKeys = ["id = 3"],
            },
            new(Name("audit/log"), 10, 0, 4) { TableRows = 10 },
            new(Name("counters"), 2, 0, 2)
            {
                TableRows = 2,
                DifferentKeys = ["id = 1", "id = 2"],
                DifferentColumns = ["n"],
                ChangedByTriggers = 1,
            },
            new(Name("tenants"), 0, 0, 0) { TableRows = 3, LacksRows = true },
            new(Name("ota_campaigns"), 5, 5, 0)
            {
                Obstacles = [new(RowProblemKind.TableNotFound, Name("ota_campaigns"))],
            },
            new(Name("devices"), 0, 0, 0) { Obstacles = [new(RowProblemKind.NoFile, Name("devices"))] },
        ]
    )
    {
        References = [new(CatalogNotation.Parse("orders -> users").ForeignKeys.Single(), 3)],
        Sequences = [new Sequence(Name("users_id_seq"), Name("users"), "id")],
    };

    public static readonly VerificationReport ChangedSince = new(
        "shop_test",
        [
            new(Name("users"), 104, 0, 2)
            {
                TableRows = 120,
                Expected = Expectation.Present,
                DifferentKeys = ["id = 1", "id = 2"],
                DifferentColumns = ["name"],
            },
        ]
    );

    public static readonly VerificationReport NotEnforced = Verified with
    {
        References =
        [
            new(CatalogNotation.Parse("orders -> users").ForeignKeys.Single() with { IsEnforced = false }, 3),
        ],
    };

    public static readonly VerificationReport NotReadable = Verified with
    {
        UnreadReferences = [CatalogNotation.Parse("orders -> users").ForeignKeys.Single()],
        UnreadSequences = Different.Sequences,
    };

    public static TableName Name(string text) => CatalogNotation.Name(text);
}
