using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Loading;
using SnapshotSeed.Snapshots;
using SnapshotSeed.Verification;

namespace SnapshotSeed.Core.Tests.Loading;

public sealed class LoadStatements
{
    /// <summary>A composite key with text, a nullable reference, a type with a modifier.</summary>
    private static readonly DatabaseCatalog Lines = CatalogNotation
        .Parse("lines -> orders, lines.product? -> products")
        .With(
            "lines",
            table =>
                table
                    .WithColumn(CatalogNotation.Text("code") with { IsNullable = false })
                    .WithColumn(new Column("price", "numeric(10,2)") { BareType = "pg_catalog.\"numeric\"" })
                    .WithKey("orders_id", "code")
        );

    private static readonly DatabaseCatalog Events = CatalogNotation
        .Parse("events? -> users")
        .With(
            "events",
            table =>
                table with
                {
                    IsPartitioned = true,
                    Keys = [],
                    ForeignKeys = [table.ForeignKeys[0] with { OnlyInPartitions = [16386] }],
                }
        );

    [Fact]
    public void A_composite_key_is_compared_by_the_operators_of_its_index()
    {
        var load = Load(Lines, "lines");

        Approval.Verify(LoadSql.Load([load], [Parameters(load)]), "load-composite-key");
    }

    [Fact]
    public void Rows_without_a_key_are_counted()
    {
        var load = Load(Events, "events");

        Approval.Verify(LoadSql.Load([load], [Parameters(load)]), "load-keyless-partitioned");
    }

    [Fact]
    public void A_cycle_is_one_statement_and_a_deferrable_key_takes_no_ON_CONFLICT()
    {
        var catalog = CatalogNotation
            .Parse("users -> teams, teams.lead? -> users")
            .With("teams", table => table with { AllowsOnConflict = false });
        var loads = new[] { Load(catalog, "teams", rows: 9_000), Load(catalog, "users") };

        Approval.Verify(
            $"{StagedRows.CreateTable(loads[0], StagedRows.StageName(0))};\n{LoadSql.Load(loads, [StagedRows.FromTable(loads[0], StagedRows.StageName(0), withLines: false), Parameters(loads[1])])}",
            "load-cycle-deferrable"
        );
    }

    [Fact]
    public void An_INSERT_with_rules_stands_alone_and_is_given_its_rows_by_their_lines()
    {
        var load = Load(Lines, "lines");

        Approval.Verify(
            $"{LoadSql.FindMissing(load, Parameters(load))};\n\n{LoadSql.InsertAlone(load, Parameters(load), "$3")}",
            "load-insert-rules"
        );
    }

    [Fact]
    public void A_table_without_columns_counts_rows_only()
    {
        var load = Load(
            CatalogNotation.Parse("flags").With("flags", table => table with { Columns = [], Keys = [] }),
            "flags"
        );

        Approval.Verify(
            LoadSql.Load(
                [load],
                [StagedRows.FromParameters(load, new TsvRows([], [], [2, 3]), new NpgsqlCommand().Parameters)]
            ),
            "load-no-columns"
        );
    }

    [Theory]
    [InlineData("numeric(10,2)", "numeric", "s.c0::numeric(10,2)")]
    [InlineData("integer", "int4", "s.c0")]
    [InlineData(
        "character varying(3)",
        "varchar",
        "CASE WHEN pg_catalog.rtrim(s.c0, ' ') OPERATOR(pg_catalog.=) pg_catalog.rtrim(s.c0::character varying(3), ' ') COLLATE pg_catalog.\"C\" THEN s.c0::character varying(3) ELSE s.c0 END"
    )]
    [InlineData("interval year to month", "interval", "s.c0::interval year to month")]
    [InlineData("bit(3)", "bit", "s.c0")]
    [InlineData(
        "character(5)",
        "bpchar",
        "CASE WHEN s.c0 OPERATOR(pg_catalog.=) s.c0::character(5) COLLATE pg_catalog.\"C\" THEN s.c0::character(5) ELSE s.c0 END"
    )]
    public void Values_are_compared_as_they_would_be_stored(string type, string bareType, string image)
    {
        var table = new Table(new TableName("public", "t"))
        {
            Columns = [new Column("x", type) { BareType = $"pg_catalog.\"{bareType}\"" }],
        };

        Assert.Equal(
            $"pg_catalog.concat(ROW({image}))",
            StagedRows.Image(Load(new DatabaseCatalog(new DatabaseIdentity("demo"), [table]), "t"))
        );
    }

    [Fact]
    public void A_cast_from_text_that_someone_made_is_not_called() =>
        Assert.Equal(
            """((('{"' OPERATOR(pg_catalog.||) pg_catalog.regexp_replace(u.c0, '(["\\])', '\\\1', 'g') OPERATOR(pg_catalog.||) '"}')::public."mood"[])[1])""",
            StagedRows.Cast(
                "u.c0",
                new Column("x", "public.mood") { BareType = "public.\"mood\"", HasCastFromText = true }
            )
        );

    [Fact]
    public void Emptying_and_advancing_name_everything_in_full()
    {
        var catalog = CatalogNotation
            .Parse("users -> teams, teams.lead? -> users, audit/log")
            .With("audit/log", table => table with { IsPartitioned = true });
        var plan = LoadPlanner.Plan(SnapshotSketch.Of(catalog), catalog, new ImportOptions { TruncateFirst = true });
        var empty = plan.Operations.OfType<EmptyTables>().Single();
        var sequence = new Sequence(new("public", "it's \"n\""), CatalogNotation.Name("users"), "id");
        string[] statements =
        [
            .. LoadSql.Empty(empty, name => catalog[name]),
            .. LoadSql.Empty(empty with { ByTruncate = false }, name => catalog[name]),
            LoadSql.AnyReference(
                Lines.Table("lines").ForeignKeys[0] with
                {
                    Columns = ["a", "b"],
                },
                Lines.Table("lines")
            ),
            LoadSql.Advance(sequence, catalog.Table("users")),
            LoadSql.Advance(sequence with { IsDescending = true }, catalog.Table("users")),
        ];

        Approval.Verify(string.Join(";\n\n", statements), "empty-and-advance");
    }

    [Fact]
    public void Verification_finds_rows_by_key_or_counts_them()
    {
        var (keyed, keyless) = (Load(Lines, "lines"), Load(Events, "events", rows: 9_000));
        string[] statements =
        [
            VerificationSql.Compare(keyed, Parameters(keyed)),
            VerificationSql.Compare(keyless, StagedRows.FromTable(keyless, StagedRows.StageName(0), withLines: true)),
        ];

        Approval.Verify(string.Join(";\n\n", statements), "verify-rows");
    }

    [Fact]
    public void Verification_looks_for_dangling_references_and_sequences_behind()
    {
        var users = Events.Table("users");
        var sequence = new Sequence(new("public", "users_id_seq"), users.Name, "id");
        string[] statements =
        [
            VerificationSql.Dangling(
                Lines.Table("lines").ForeignKeys[1],
                Lines.Table("lines"),
                Lines.Table("products")
            ),
            VerificationSql.Dangling(Events.Table("events").ForeignKeys[0], Events.Table("events"), users),
            LoadSql.IsBehind(sequence, users),
            LoadSql.IsBehind(sequence with { IsDescending = true }, users),
        ];

        Approval.Verify(string.Join(";\n\n", statements), "verify-references-and-sequences");
    }

    [Fact]
    public void Values_travel_as_one_array_for_each_column()
    {
        var load = Load(Events, "events");
        var parameters = new NpgsqlCommand().Parameters;
        parameters.Add(new NpgsqlParameter { Value = 1 });

        var sql = StagedRows.FromParameters(
            load,
            new TsvRows(
                ["id", "users_id"],
                [
                    ["1", "2"],
                    [null, "3"],
                ],
                [2, 3]
            ),
            parameters
        );

        Assert.Equal(
            "SELECT u.line, u.c0::pg_catalog.\"int8\" AS c0, u.c1::pg_catalog.\"int8\" AS c1 FROM ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) WITH ORDINALITY AS u (c0, c1, line)",
            sql
        );
        Assert.Equal(new string?[] { null, "3" }, parameters[2].Value);
    }

    private static TableLoad Load(DatabaseCatalog catalog, string table, long rows = 1) =>
        LoadPlanner.Load(SnapshotSketch.Of(catalog.Table(table)).WithRows(rows), catalog);

    private static string Parameters(TableLoad load) =>
        StagedRows.FromParameters(
            load,
            new TsvRows([], [.. load.Columns.Select(_ => Array.Empty<string?>())], []),
            new NpgsqlCommand().Parameters
        );
}
