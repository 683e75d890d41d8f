using System.Collections.Immutable;
using System.Text.Json;
using SnapshotSeed.Cli.Reports;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Core.Tests.Cli;

public sealed class TextReports
{
    private static readonly TextReport Text = new(option => option.InTool(ConfigurationFile.Name));

    [Theory]
    [InlineData(104, 104, 0, 0, 0, "users: 104 new rows inserted")]
    [InlineData(104, 0, 0, 104, 0, "users: 0 new rows inserted, 104 skipped (already present)")]
    [InlineData(
        104,
        50,
        0,
        54,
        3,
        "users: 50 new rows inserted, 54 skipped (already present, 3 differ from the snapshot)"
    )]
    [InlineData(
        104,
        50,
        0,
        54,
        1,
        "users: 50 new rows inserted, 54 skipped (already present, 1 differs from the snapshot)"
    )]
    [InlineData(
        104,
        3,
        5,
        96,
        2,
        "users: 3 new rows inserted, 5 updated, 96 skipped (already present, 2 differ from the snapshot)"
    )]
    [InlineData(104, 0, 104, 0, 0, "users: 0 new rows inserted, 104 updated")]
    [InlineData(0, 0, 0, 0, 0, "users: 0 new rows inserted")]
    [InlineData(1234567, 1234567, 0, 0, 0, "users: 1234567 new rows inserted")]
    public void Say_what_an_import_did_to_a_table(
        long rows,
        long inserted,
        long updated,
        long skipped,
        long different,
        string line
    ) =>
        Assert.Equal(
            line,
            ReportText.Line(new ImportedTable(SampleResults.Name("users"), rows, inserted, updated, skipped, different))
        );

    [Fact]
    public void Of_an_export_tell_backfilled_rows_and_how_full_it_is() =>
        Assert.Equal(
            """
            users: 104 rows (4 of them because others need them)
            tags: 7 of 9 rows: more would take users beyond 104, see --headroom
            audit.log: 0 of 1 rows: none of the others looked at references chosen rows only
            Exported 111 rows of 3 tables from database demo to seed: 97 % of the rows asked for; 4 rows came as parents beyond their table's limit.
            """,
            Text.Export(SampleResults.Exported with { Folder = "seed" })
        );

    [Fact]
    public void Of_an_import_close_with_the_sums() =>
        Assert.Equal(
            """
            users: 104 new rows inserted
            tags: 50 new rows inserted, 54 skipped (already present, 3 differ from the snapshot)
            audit.log: 0 new rows inserted, 9 skipped (already present, 1 differs from the snapshot)
            Imported into database shop_test: 154 rows inserted, 63 skipped.
            """,
            Text.Import(SampleResults.Imported)
        );

    [Fact]
    public void Of_an_import_end_with_the_verification_where_there_is_one() =>
        Assert.Equal(
            """
            Imported into database shop_test: 0 rows inserted, 0 skipped.

            ✓ users: 104 rows
            ✓ audit.log: 0 rows
            Verified: database shop_test holds all 104 rows of the snapshot, every reference resolves.
            """,
            Text.Import(new ImportResult("shop_test", [], SampleResults.Verified))
        );

    [Fact]
    public void Of_a_verification_show_every_difference() =>
        Assert.Equal(
            """
            ✓ users: 104 rows
            ✗ tags: 98 of 100 rows present, 2 missing, 1 differs
                missing: id = 7; id = 9 (deleted in the database, or by a trigger when others were loaded)
                different: id = 3 (changed in the database, or by a trigger when they were loaded)
            ✗ audit.log: 10 of 10 rows present, 4 differ
            ? ota_campaigns: table not found (has the migration run?)
            ✗ orders: 3 rows reference nothing by orders_users_id_fkey (orders (users_id) -> users (id))
            ✗ users: sequence users_id_seq is behind column id, the next row would collide
            Not verified: database shop_test differs from the snapshot in 3 of 4 tables, 1 foreign key dangles, 1 sequence is behind.
            """,
            TextReport.Verification(SampleResults.Different)
        );

    [Fact]
    public void Show_control_characters_without_having_the_terminal_obey_them()
    {
        var keys = ImmutableArray.Create("id = 'a\nb\tc'", "id = '\u001b[2J\u009b2J\r\u007f'");
        var report = SampleResults.Verified with
        {
            Tables =
            [
                new TableCheck(new TableName("public", "us\u001bers"), 9, 2, 1)
                {
                    MissingKeys = keys,
                    DifferentKeys = [keys[0]],
                },
            ],
        };

        Assert.StartsWith(
            """
            ✗ us\u001bers: 7 of 9 rows present, 2 missing, 1 differs
                missing: id = 'a\nb\tc'; id = '\u001b[2J\u009b2J\r\u007f' (deleted in the database, or by a trigger when others were loaded)
                different: id = 'a\nb\tc' (changed in the database, or by a trigger when they were loaded)

            """,
            TextReport.Verification(report),
            StringComparison.Ordinal
        );
        Assert.Equal(
            @"tab\tle: 1 new row inserted",
            ReportText.Line(new ImportedTable(new TableName("public", "tab\tle"), 1, 1, 0, 0, 0))
        );
        Assert.Equal(
            "  1. fill        a\n  2. fill        in: \\n\\u001b",
            TextReport.Plan(new([new("fill", null, ["a"]), new("fill", "in", ["\n\u001b"])]))
        );
        using var document = JsonDocument.Parse(JsonReport.Verification(report));
        Assert.Equal(
            keys,
            document
                .RootElement.GetProperty("tables")[0]
                .GetProperty("missingKeys")
                .EnumerateArray()
                .Select(key => key.GetString())
        );
    }

    [Theory]
    [InlineData(0, 0, false, true)]
    [InlineData(1, 0, false, false)]
    [InlineData(0, 1, false, false)]
    [InlineData(0, 0, true, false)]
    public void Call_a_verification_a_success_only_where_nothing_differs(
        long missing,
        long different,
        bool isMissing,
        bool succeeded
    )
    {
        var report = SampleResults.Verified with
        {
            Tables =
            [
                new TableCheck(SampleResults.Name("users"), 9, missing, different)
                {
                    Obstacles = isMissing ? [new(RowProblemKind.TableNotFound, SampleResults.Name("users"))] : [],
                },
            ],
        };

        Assert.Equal(succeeded, report.Succeeded);
        Assert.StartsWith(
            succeeded ? "Verified" : "Not verified",
            TextReport.Verification(report).Split('\n')[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Call_a_verification_a_failure_for_a_reference_or_a_sequence_alone()
    {
        Assert.False((SampleResults.Verified with { References = SampleResults.Different.References }).Succeeded);
        Assert.False((SampleResults.Verified with { Sequences = SampleResults.Different.Sequences }).Succeeded);
    }

    [Fact]
    public void Call_a_verification_a_success_where_only_a_key_that_is_not_enforced_dangles()
    {
        Assert.True(SampleResults.NotEnforced.Succeeded);
        Assert.Equal(
            """
            ✓ users: 104 rows
            ✓ audit.log: 0 rows
            ? orders: 3 rows reference nothing by orders_users_id_fkey (orders (users_id) -> users (id)), which the database does not enforce
            Verified: database shop_test holds all 104 rows of the snapshot, every enforced reference resolves.
            """,
            TextReport.Verification(SampleResults.NotEnforced)
        );
    }

    [Fact]
    public void Say_what_a_verification_could_not_look_at() =>
        Assert.Equal(
            """
            ✓ users: 104 rows
            ✓ audit.log: 0 rows
            ? orders: the role may not read all of users; grant SELECT on it to have orders_users_id_fkey (orders (users_id) -> users (id)) checked
            ? users: the role may not read sequence users_id_seq; grant SELECT on it to have it checked
            Verified: database shop_test holds all 104 rows of the snapshot, every reference that could be read resolves.
            """,
            TextReport.Verification(SampleResults.NotReadable)
        );
}
