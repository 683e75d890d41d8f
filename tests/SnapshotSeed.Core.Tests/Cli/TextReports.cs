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

    [Theory]
    [InlineData("another row holds its unique value", RowProblemKind.Collision)]
    [InlineData("other rows hold their unique values", RowProblemKind.Collision, RowProblemKind.Exclusion)]
    [InlineData(
        "1 because another row holds its unique value, 2 because their parent rows were not loaded",
        RowProblemKind.Collision,
        RowProblemKind.ParentNotLoaded,
        RowProblemKind.ParentNotLoaded
    )]
    public void Say_why_rows_of_a_table_were_not_loaded(string reasons, params RowProblemKind[] kinds)
    {
        var name = SampleResults.Name("users");
        var table = new ImportedTable(name, 200, 200 - kinds.Length, 0, 0, 0) { Failed = kinds.Length };

        Assert.Equal(
            $"users: {table.Inserted} new rows inserted, {kinds.Length} not loaded: {reasons}",
            ReportText.Line(table, kinds.Select((kind, i) => new RowProblem(kind, name) { Line = i + 2 }))
        );
        Assert.Equal(
            $"users: {table.Inserted} new rows inserted, {kinds.Length} not loaded",
            ReportText.Line(table, [new RowProblem(RowProblemKind.Refused, name)])
        );
    }

    [Fact]
    public void Of_a_verification_tell_rows_that_were_not_loaded_from_missing_ones() =>
        Assert.Equal(
            """
            ✗ users: 97 of 100 rows present, 1 missing, 2 not loaded
                missing: id = 9 (probably left out of the import, deleted after it, or removed by a trigger)
                not loaded: id = 3; id = 4 (left out by the import, which named the reason)
            ✗ tags: 9 of 10 rows present, 1 not loaded
                not loaded: id = 5 (left out by the import, which named the reason)
            Verification failed: 1 of 2 tables differs, 3 rows were not loaded.
            """,
            Text.Verification(
                new VerificationReport(
                    "shop_test",
                    [
                        new(SampleResults.Name("users"), 100, 1, 0)
                        {
                            MissingKeys = ["id = 9"],
                            NotLoaded = 2,
                            NotLoadedKeys = ["id = 3", "id = 4"],
                        },
                        new(SampleResults.Name("tags"), 10, 0, 0) { NotLoaded = 1, NotLoadedKeys = ["id = 5"] },
                    ]
                )
            )
        );

    [Fact]
    public void Of_an_export_tell_backfilled_rows_and_how_full_it_is() =>
        Assert.Equal(
            """
            users: 104 rows (4 added as parent rows)
            tags: 7 of 9 rows; more rows would push users past 104 (raise --headroom)
            audit.log: 0 of 1 rows; other rows were not candidates, or reference rows that were not
            Exported 111 rows of 3 tables from database demo to seed: 97% of the requested rows; 4 parent rows exceed their table's limit.
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

            ✓ users: 104 rows present; the table has 120
            ✓ audit.log: 0 rows present; the table has 0
            Verified: database shop_test contains all 104 rows; foreign keys are valid.
            """,
            Text.Import(new ImportResult("shop_test", [], SampleResults.Verified))
        );

    [Fact]
    public void Of_a_verification_show_every_difference() =>
        Assert.Equal(
            """
            ✓ users: 104 rows present; the table has 120
            ✗ tags: 98 of 100 rows present, 2 missing, 1 differs; the table has 98
                missing: id = 7; id = 9 (probably left out of the import, deleted after it, or removed by a trigger)
                different: id = 3 (probably changed after the import, or by a trigger)
            ✗ audit.log: 10 of 10 rows present, 4 differ; the table has 10
            ✗ counters: 2 of 2 rows present, 2 differ; the table has 2
                different: id = 1; id = 2 in n (1 changed by a trigger of the target during the import; use --triggers off)
            ✗ tenants: no rows; the table has 3
            ? ota_campaigns: table not found in the target
            ? devices: the snapshot has no file for this table
            ✗ orders: 3 rows have no parent row for foreign key orders_users_id_fkey (orders (users_id) -> users (id))
            ✗ users: sequence users_id_seq is behind column id; inserts would fail
            Verification failed: 3 of 7 tables differ, 2 could not be compared, 1 file has no rows, 1 foreign key has missing parent rows, 1 sequence is behind.
            """,
            Text.Verification(SampleResults.Different)
        );

    [Fact]
    public void Of_a_verification_name_rows_that_others_changed() =>
        Assert.Equal(
            """
            ✓ users: 104 rows present, 2 changed since; the table has 120
                changed since: id = 1; id = 2 in name
            Verified: database shop_test contains all 104 rows, 2 of them changed since; foreign keys are valid.
            """,
            Text.Verification(SampleResults.ChangedSince)
        );

    [Fact]
    public void Of_an_import_name_tables_that_are_missing_and_rows_that_triggers_changed() =>
        Assert.Equal(
            """
            users: 104 new rows inserted
            ? ota_campaigns: table not found in the target
            ? tags: tags.tsv is missing; the manifest lists it
            Imported into database shop_test: 104 rows inserted, 0 skipped.
            Triggers of the target changed rows while they were loaded: users 3 rows. Use --triggers off to load the rows as they are.
            """,
            Text.Import(
                new ImportResult(
                    "shop_test",
                    [new(SampleResults.Name("users"), 104, 104, 0, 0, 0) { ChangedByTriggers = 3 }]
                )
                {
                    Problems =
                    [
                        new(RowProblemKind.TableNotFound, SampleResults.Name("ota_campaigns")),
                        new(RowProblemKind.NoFile, SampleResults.Name("tags")) { File = "tags.tsv" },
                    ],
                }
            )
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
                missing: id = 'a\nb\tc'; id = '\u001b[2J\u009b2J\r\u007f' (probably left out of the import, deleted after it, or removed by a trigger)
                different: id = 'a\nb\tc' (probably changed after the import, or by a trigger)

            """,
            Text.Verification(report),
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
            succeeded ? "Verified" : "Verification failed",
            Text.Verification(report).Split('\n')[^1],
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
            ✓ users: 104 rows present; the table has 120
            ✓ audit.log: 0 rows present; the table has 0
            ? orders: 3 rows have no parent row for foreign key orders_users_id_fkey (orders (users_id) -> users (id)), which the database does not enforce
            Verified: database shop_test contains all 104 rows; enforced foreign keys are valid.
            """,
            Text.Verification(SampleResults.NotEnforced)
        );
    }

    [Fact]
    public void Say_what_a_verification_could_not_look_at() =>
        Assert.Equal(
            """
            ✓ users: 104 rows present; the table has 120
            ✓ audit.log: 0 rows present; the table has 0
            ? orders: foreign key orders_users_id_fkey (orders (users_id) -> users (id)) was not checked; the role needs SELECT on all of users
            ? users: sequence users_id_seq was not checked; the role needs SELECT on it
            Verified: database shop_test contains all 104 rows; foreign keys that could be read are valid.
            """,
            Text.Verification(SampleResults.NotReadable)
        );
}
