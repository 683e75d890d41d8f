using SnapshotSeed.Cli;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Core.Tests.Export;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class JsonReports
{
    private const string Imported = """
        "tables":[{"table":"public.users","rows":104,"inserted":104,"updated":0,"skipped":0,"different":0,"failed":0,"seconds":0},{"table":"public.tags","rows":104,"inserted":50,"updated":0,"skipped":54,"different":3,"failed":0,"seconds":0},{"table":"audit.log","rows":9,"inserted":0,"updated":0,"skipped":9,"different":1,"failed":0,"seconds":0}],"inserted":154,"updated":0,"skipped":63,"failed":0,"seconds":0
        """;

    private const string Exported = """
        "tables":[{"table":"public.users","rows":104,"asked":100,"sampled":100,"backfilled":4,"included":0},{"table":"public.tags","rows":7,"asked":9,"sampled":7,"backfilled":0,"included":0,"obstacle":"public.users"},{"table":"audit.log","rows":0,"asked":1,"sampled":0,"backfilled":0,"included":0}]
        """;

    [Fact]
    public void Of_what_was_warned_of()
    {
        Assert.Equal(
            $"{{{Exported},\"warnings\":[\"a\",\"b\"]}}",
            JsonReport.Export(SampleResults.Exported with { Warnings = ["a", "b"] })
        );
        Assert.Equal(
            $"{{{Imported},\"warnings\":[\"a\"]}}",
            JsonReport.Import(SampleResults.Imported with { Warnings = ["a"] })
        );
    }

    [Fact]
    public void Of_a_stamp() =>
        Assert.Equal(
            $"{{{Imported},\"stamped\":\"7\",\"stampedTable\":\"public.versions\"}}",
            JsonReport.Import(
                SampleResults.Imported with
                {
                    Stamped = new StampedMigration(new TableName("public", "versions"), "7", 2),
                }
            )
        );

    [Fact]
    public void Of_an_export() => Assert.Equal($"{{{Exported}}}", JsonReport.Export(SampleResults.Exported));

    [Fact]
    public void Of_an_import() => Assert.Equal($"{{{Imported}}}", JsonReport.Import(SampleResults.Imported));

    [Fact]
    public void Of_an_import_with_verification()
    {
        Assert.Equal(
            $"{{{Imported},\"verified\":true}}",
            JsonReport.Import(SampleResults.Imported with { Verification = SampleResults.Verified })
        );
        Assert.Equal(
            $"{{{Imported},\"verified\":false,\"verification\":{JsonReport.Verification(SampleResults.Different)}}}",
            JsonReport.Import(SampleResults.Imported with { Verification = SampleResults.Different })
        );
    }

    [Fact]
    public void Of_a_refresh() =>
        Assert.Equal(
            $$$"""{"export":{{{{Exported}}}},"import":{{{{Imported}}},"verified":true}}""",
            JsonReport.Refresh(
                SampleResults.Exported,
                SampleResults.Imported with
                {
                    Verification = SampleResults.Verified,
                }
            )
        );

    [Fact]
    public void Of_a_verification() =>
        Assert.Equal(
            """{"tables":[{"table":"public.users","rows":104,"missing":0,"different":0,"tableRows":120,"expected":"equal"},{"table":"public.tags","rows":100,"missing":2,"different":1,"tableRows":98,"expected":"equal","missingKeys":["id = 7","id = 9"],"differentKeys":["id = 3"]},{"table":"audit.log","rows":10,"missing":0,"different":4,"tableRows":10,"expected":"equal"},{"table":"public.counters","rows":2,"missing":0,"different":2,"tableRows":2,"expected":"equal","changedByTriggers":1,"differentKeys":["id = 1","id = 2"]},{"table":"public.tenants","rows":0,"missing":0,"different":0,"tableRows":3,"expected":"equal","lacksRows":true},{"table":"public.ota_campaigns","rows":5,"missing":5,"different":0,"obstacle":"table not found in the target","obstacles":[{"kind":"tableNotFound","table":"public.ota_campaigns","message":"ota_campaigns: table not found in the target"}]},{"table":"public.devices","rows":0,"missing":0,"different":0,"obstacle":"the snapshot has no file for this table","obstacles":[{"kind":"noFile","table":"public.devices","message":"devices: the snapshot has no file for this table"}]}],"dangling":[{"table":"public.orders","foreignKey":"orders_users_id_fkey","rows":3}],"sequencesBehind":["public.users_id_seq"],"verified":false}""",
            JsonReport.Verification(SampleResults.Different)
        );

    [Fact]
    public void Of_an_import_name_rows_that_others_changed() =>
        Assert.Equal(
            $"{{{Imported},\"verified\":true,\"verification\":{JsonReport.Verification(SampleResults.ChangedSince)}}}",
            JsonReport.Import(SampleResults.Imported with { Verification = SampleResults.ChangedSince })
        );

    [Fact]
    public void Of_a_verification_with_a_key_that_is_not_enforced() =>
        Assert.EndsWith(
            """
            "dangling":[{"table":"public.orders","foreignKey":"orders_users_id_fkey","rows":3,"enforced":false}],"sequencesBehind":[],"verified":true}
            """,
            JsonReport.Verification(SampleResults.NotEnforced),
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_a_verification_that_could_not_look_at_everything() =>
        Assert.EndsWith(
            """
            "sequencesBehind":[],"notReadable":{"foreignKeys":[{"table":"public.orders","foreignKey":"orders_users_id_fkey"}],"sequences":["public.users_id_seq"]},"verified":true}
            """,
            JsonReport.Verification(SampleResults.NotReadable),
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_a_plan() =>
        Assert.Equal(
            """
            {"steps":["choose      audit.log 10..100","read        audit.log 100"],"operations":[{"name":"choose","subjects":["audit.log 10..100"]},{"name":"read","subjects":["audit.log 100"]}]}
            """,
            JsonReport.Plan(new([.. Plan.Of("audit/log").Planned.Operations.TakeLast(2)]))
        );

    [Fact]
    public void Of_a_plan_without_steps() => Assert.Equal("""{"steps":[],"operations":[]}""", JsonReport.Plan(new([])));

    [Fact]
    public void Of_a_failure_have_its_problems_as_data()
    {
        var problem = new RowProblem(RowProblemKind.Null, new("public", "users"))
        {
            File = "users.tsv",
            Line = 3,
            Key = "id = 2",
            Columns = ["name"],
        };
        var failure = Failure.Of(
            SnapshotSeedException.ForRows("the target refuses rows", [problem], "Correct them."),
            isCancelled: false,
            ServerFailure.NothingChanged
        );

        Assert.Equal(
            """
            {"error":"the target refuses rows\n  - users.tsv line 3 (id = 2): NULL in column name, which is NOT NULL","hint":"Correct them.","note":"Nothing was written.","exitCode":1,"problems":[{"kind":"null","table":"public.users","file":"users.tsv","line":3,"columns":["name"],"key":"id = 2","message":"users.tsv line 3 (id = 2): NULL in column name, which is NOT NULL"}]}
            """,
            JsonReport.Failure(failure)
        );
    }

    [Fact]
    public void Of_a_first_configuration_name_its_files() =>
        Assert.Equal("""{"files":["a.json","b.json"]}""", JsonReport.Init("a.json", "b.json"));
}
