using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;
using SnapshotSeed.Verify;

namespace SnapshotSeed.Core.Tests.Import;

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
    public void Rows_are_matched_by_a_composite_key_as_its_index_compares()
    {
        var load = Load(Lines, "lines");

        Approval.Verify(MatchSql.Match(load, Parameters(load)).ToString(), "match-composite-key");
    }

    [Fact]
    public void Rows_without_a_key_are_counted()
    {
        var load = Load(Events, "events", rows: 9_000);

        Approval.Verify(
            MatchSql.Match(load, FileRowsSql.FromStage(load, Stage, new IdMaps())).ToString(),
            "match-keyless-partitioned"
        );
    }

    [Fact]
    public void Labels_are_read_as_ids()
    {
        var load = Labelled(Load(Lines, "lines", rows: 9_000));
        var byName = load with { Columns = [.. load.Columns.Where(column => column.Target.Name != "id")] };
        var ids = new IdMaps { [new("public", "orders")] = new IdsInMemory([2], ["o1"], ["1017"]) };
        var labels = new LabelsSql(byName, ids, ownIdsByLine: false);

        Approve(
            "labels",
            MatchSql.Match(load, FileRowsSql.FromStage(load, Stage, ids)),
            IdSql.CreateTable(Ids),
            IdSql.FillWithNew(Ids, Stage, $"c0"),
            IdSql.Fill(Ids, byName, FileRowsSql.FromStage(byName, Stage, ids, IdSql.Lacks), "id", compares: true),
            IdSql.Summary(Ids),
            IdSql.DrawInto(Ids, "nextval('lines_id_seq'::regclass)", load.Table, "id"),
            IdSql.Lost(labels, FileRowsSql.Numbered(Stage), 0, labels.SourcesOf(0).Single(), _ => false)
        );
    }

    private static Sql Ids => $"pg_temp.snapshotseed_ids_1";

    private static TableLoad Labelled(TableLoad load) =>
        load with
        {
            Columns =
            [
                .. load.Columns.Select(column =>
                    column.Target.Name == "orders_id"
                        ? column with
                        {
                            Conversion = new() { Labels = [new(new("public", "orders"), null)] },
                        }
                        : column
                ),
            ],
        };

    [Fact]
    public void A_cycle_is_one_statement_and_a_deferrable_key_takes_no_ON_CONFLICT()
    {
        var catalog = CatalogNotation
            .Parse("users -> teams, teams.lead? -> users")
            .With("teams", table => table with { AllowsOnConflict = false });
        var (teams, users) = (Load(catalog, "teams", rows: 9_000), Load(catalog, "users"));

        Approve(
            "insert-cycle-deferrable",
            FileRowsSql.CreateStage(teams, Stage),
            FileRowsSql.Copy(Stage),
            InsertSql.Write(
                [
                    (teams, FileRowsSql.At(FileRowsSql.FromStage(teams, Stage, new IdMaps()), [7, 9])),
                    (users, Parameters(users)),
                ],
                []
            )
        );
    }

    [Fact]
    public void An_INSERT_with_rules_stands_alone()
    {
        var load = Load(Lines, "lines");

        Approval.Verify(InsertSql.Statement(load, Parameters(load)).ToString(), "insert-rules");
    }

    [Fact]
    public void A_table_without_columns_has_numbered_rows_only()
    {
        var load = Load(
            CatalogNotation.Parse("flags").With("flags", table => table with { Columns = [], Keys = [] }),
            "flags"
        );
        var source = FileRowsSql.FromParameters(load, new TsvRows([], [], [2, 3]), new IdMaps());

        Approve("no-columns", MatchSql.Match(load, source), InsertSql.Write([(load, source)], []));
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
            $"concat(ROW({image}))",
            MatchSql.Image(Load(new DatabaseCatalog(new DatabaseIdentity("demo"), [table]), "t")).ToString()
        );
    }

    [Fact]
    public void A_cast_from_text_that_someone_made_is_not_called() =>
        Assert.Equal(
            """((('{"' OPERATOR(pg_catalog.||) pg_catalog.regexp_replace(u.c0, '(["\\])', '\\\1', 'g') OPERATOR(pg_catalog.||) '"}')::public."mood"[])[1])""",
            ValueSql
                .Cast($"u.c0", new Column("x", "public.mood") { BareType = "public.\"mood\"", HasCastFromText = true })
                .ToString()
        );

    [Fact]
    public void Emptying_and_advancing()
    {
        var catalog = CatalogNotation
            .Parse("users -> teams, teams.lead? -> users, audit/log")
            .With("audit/log", table => table with { IsPartitioned = true });
        var plan = Fitted.Plan(SnapshotSketch.Of(catalog), catalog, new ImportOptions { TruncateFirst = true });
        var empty = plan.Operations.OfType<EmptyTables>().Single();
        var sequence = new Sequence(new("public", "it's \"n\""), CatalogNotation.Name("users"), "id");
        var lines = Lines.Table("lines");

        Approve(
            "empty-and-advance",
            [
                .. EmptySql.Empty(empty, name => catalog[name]),
                .. EmptySql.Empty(empty with { ByTruncate = false }, name => catalog[name]),
                EmptySql.AnyReference(lines.ForeignKeys[0] with { Columns = ["a", "b"] }, lines),
                SequenceSql.Advance(sequence, catalog.Table("users")),
                SequenceSql.Advance(sequence with { IsDescending = true }, catalog.Table("users")),
            ]
        );
    }

    [Fact]
    public void Verification_looks_for_dangling_references_and_sequences_behind()
    {
        var users = Events.Table("users");
        var lines = Lines.Table("lines");
        var sequence = new Sequence(new("public", "users_id_seq"), users.Name, "id");

        Approve(
            "verify-references-and-sequences",
            DanglingRowsSql.Dangling(lines.ForeignKeys[1], lines, Lines.Table("products")),
            DanglingRowsSql.Dangling(Events.Table("events").ForeignKeys[0], Events.Table("events"), users),
            SequenceSql.IsBehind(sequence, users),
            SequenceSql.IsBehind(sequence with { IsDescending = true }, users)
        );
    }

    [Fact]
    public void Values_travel_as_one_array_for_each_column()
    {
        string?[][] values =
        [
            ["1", "2"],
            [null, "3"],
        ];

        var sql = FileRowsSql.FromParameters(
            Load(Events, "events"),
            new TsvRows(["id", "users_id"], values, [2, 3]),
            new IdMaps()
        );

        Assert.Equal(
            """
            SELECT u.line, u.c0::pg_catalog."int8" AS c0, u.c1::pg_catalog."int8" AS c1
            FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) WITH ORDINALITY AS u (c0, c1, line)
            """,
            sql.ToString()
        );
        Assert.Equal(values, SqlText.Of(sql).Parameters.Select(parameter => parameter.ToNpgsql().Value));
    }

    private static Sql Stage => $"pg_temp.snapshotseed_stage_0";

    private static void Approve(string name, params IEnumerable<Sql> statements) =>
        Approval.Verify(string.Join(";\n\n", statements), name);

    private static TableLoad Load(DatabaseCatalog catalog, string table, long rows = 1) =>
        Fitted.Load(SnapshotSketch.Of(catalog.Table(table)).WithRows(rows), catalog);

    private static Sql Parameters(TableLoad load) =>
        FileRowsSql.FromParameters(
            load,
            new TsvRows([], [.. load.Columns.Select(_ => Array.Empty<string?>())], []),
            new IdMaps()
        );
}
