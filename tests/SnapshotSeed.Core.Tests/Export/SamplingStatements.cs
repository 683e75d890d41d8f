using System.Collections.Immutable;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Candidates;
using SnapshotSeed.Export.Checks;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Fill;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Rows;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class SamplingStatements
{
    private static readonly RowId[] Chosen = [new(16385, new NpgsqlTid(0, 1)), new(16386, new NpgsqlTid(2, 3))];

    private static ChosenRows ChosenParents => ChosenRows.Of(Chosen, sampled: 0);

    [Fact]
    public void The_first_rows_that_pass_are_looked_for_in_a_window_first()
    {
        var lines = Lines.Table("lines");
        var filter = RowFilter.Of([
            lines.ForeignKeys.Single(key => !key.IsMandatory(lines)).IsMissing(lines, (Sql)$"c"),
        ]);

        Approve(FirstRows(lines, 10, filter), "first-rows-composite-key");
    }

    [Fact]
    public void Rows_without_a_key_are_taken_in_the_order_of_their_text()
    {
        var events = new Table(new TableName("audit", "events"))
        {
            Columns =
            [
                new("created_at", "timestamp with time zone"),
                CatalogNotation.Text("what"),
                new("amount", "numeric"),
            ],
            IsPartitioned = true,
        };

        Approve(FirstRows(events, 100, new RowFilter()), "first-rows-keyless-partitioned");
    }

    [Fact]
    public void Where_the_first_rows_of_a_large_table_end_is_guessed()
    {
        var events = new Table(new TableName("audit", "events"))
        {
            Columns = [new("at", "date"), new("amount", "integer")],
            Pages = 5_000,
            EstimatedRows = 900_000,
        };

        Approve(FirstRows(events, 100, new RowFilter()), "first-rows-of-a-large-table");
    }

    [Fact]
    public void A_sample_is_filled_from_the_first_rows()
    {
        var lines = Lines.Table("lines");
        Approve([Fill(lines, 10, new RowFilter()), Fill(lines, 10, Eligible(Lines, "lines"))], "fill-among-the-first");
    }

    [Fact]
    public void A_sample_is_filled_from_what_an_index_leads_to()
    {
        var lines = Lines.Table("lines") with
        {
            Indexes =
            [
                ["orders_id", "code"],
            ],
        };
        Approve(Fill(lines, 10, Eligible(Lines.With("lines", _ => lines), "lines")), "fill-led-by-an-index");
    }

    [Fact]
    public void A_sample_is_filled_from_what_an_index_knows_of_two_references()
    {
        var ratings = Ratings.Table("ratings");

        Approve(Fill(ratings, 10, Eligible(Ratings, "ratings")), "fill-by-an-index-of-two-references");
    }

    [Fact]
    public void An_index_is_asked_first_only_where_it_leads_from_one_reference_and_holds_another()
    {
        Assert.True(IsAskedFirst(["tags_id", "note", "users_id"]));
        Assert.False(IsAskedFirst(["tags_id"]));
        Assert.False(IsAskedFirst(["tags_id", "note"]));
        Assert.False(IsAskedFirst(["note", "tags_id", "users_id"]));

        bool IsAskedFirst(ImmutableArray<string> index) =>
            Eligible(Ratings, "ratings").ByIndex(Ratings.Table("ratings") with { Indexes = [index] }) is not null;
    }

    [Fact]
    public void A_large_sample_is_filled_from_anywhere() =>
        Approve(Fill(Lines.Table("lines"), 2_000, Eligible(Lines, "lines")), "fill-anywhere");

    [Fact]
    public void Candidates_are_found_with_what_they_reference_by_each_key()
    {
        var catalog = CatalogNotation
            .Parse("stays -> rooms, stays.guest? -> guests, stays.agent? -> agents")
            .With("stays", Partitioned);
        var stays = catalog.Table("stays");
        var sample = SampleOf(catalog);
        Approve(Candidates(sample, stays, new FirstRows(sample, stays, 500), new RowSet(Chosen)), "candidates");

        static Table Partitioned(Table table) =>
            table.WithColumn(CatalogNotation.Text("guest_country")) with
            {
                IsPartitioned = true,
                ForeignKeys =
                [
                    table.ForeignKeys[0] with
                    {
                        OnlyInPartitions = [16386],
                    },
                    table.ForeignKeys[1] with
                    {
                        Columns = ["guest_country", "guest_id"],
                        ReferencedColumns = ["country", "id"],
                        EqualityOperators = ["OPERATOR(pg_catalog.=)", "OPERATOR(pg_catalog.=)"],
                    },
                    table.ForeignKeys[2] with
                    {
                        IsTemporal = true,
                    },
                ],
            };
    }

    [Fact]
    public void Candidates_that_may_lead_to_what_is_left_out_are_told_apart()
    {
        var catalog = CatalogNotation.Parse("lines -> orders, lines? -> secrets");
        var sample = SampleOf(catalog, new ExportOptions { Exclude = ["secrets"] });
        var lines = catalog.Table("lines");
        Approve(
            Candidates(sample, lines, new FirstRows(sample, lines, 500), new RowSet(Chosen)),
            "candidates-with-exclusion"
        );
    }

    [Fact]
    public void Candidates_that_reference_nothing_are_found_by_themselves()
    {
        var catalog = CatalogNotation.Parse("lines -> orders");
        var sample = SampleOf(catalog);
        var orders = catalog.Table("orders");
        Approve(Candidates(sample, orders, new FirstRows(sample, orders, 500), new RowSet([])), "candidates-alone");
    }

    [Fact]
    public void Rows_that_reference_chosen_ones_are_found_by_an_index()
    {
        var catalog = LinesWithIndexOn("orders_id");
        var sample = SampleOf(catalog);
        var lines = catalog.Table("lines");
        var candidates = CandidateNotation.Parse("lines1 -> orders1, lines2 -> orders2");
        var choice = CandidateNotation.Choose(candidates, CandidateNotation.Rules("lines 5, orders 2"));
        var source = Assert.Single(ReferencingRows.Of(sample, lines, choice, new CandidateYield(candidates, choice)));

        Approve(Candidates(sample, lines, source, new RowSet([])), "referencing-rows");
    }

    [Theory]
    [InlineData("orders_id", 100, false, true)]
    [InlineData("code", 100, false, false)]
    [InlineData("orders_id", 1_000, false, true)]
    [InlineData("orders_id", 1_001, false, false)]
    [InlineData("orders_id", 100, true, false)]
    public void Rows_that_reference_chosen_ones_are_looked_for_where_it_pays(
        string index,
        int limit,
        bool isWhole,
        bool areLookedFor
    )
    {
        var catalog = LinesWithIndexOn(index);
        var builder = new SampleBuilder(ExportPlanner.Plan(catalog, new ExportOptions { Limit = limit }));
        var sample = builder.Sample;
        if (isWhole)
            builder.Set(catalog.Table("orders").Name, ChosenRows.WholeTable);
        var candidates = CandidateNotation.Parse("lines1 -> orders1");
        var choice = CandidateNotation.Choose(candidates, CandidateNotation.Rules("lines 2, orders 2"));
        var found = ReferencingRows.Of(sample, catalog.Table("lines"), choice, new CandidateYield(candidates, choice));

        Assert.Equal(areLookedFor, found.Any());
    }

    [Fact]
    public void A_cycle_is_followed_in_the_server()
    {
        var catalog = CatalogNotation.Parse("users -> teams, teams.lead? -> users");
        var sample = SampleOf(catalog);
        var first = new FirstRows(sample, catalog.Table("teams"), 500).ToSql([], $"c.tableoid, c.ctid");

        Approve(
            CycleSql
                .Of(sample, Assert.Single(sample.Graph.Components))
                .Candidates(
                    [$"SELECT tableoid, ctid FROM ({first}) s0", Sql.Empty],
                    [
                        [],
                        Chosen,
                    ],
                    200_001,
                    (member, rows) => $"SELECT {member} FROM {rows}"
                ),
            "candidates-of-a-cycle"
        );
    }

    [Fact]
    public void A_temporal_reference_needs_every_row_that_overlaps_it()
    {
        var catalog = CatalogNotation
            .Parse("stays -> rooms")
            .With("stays", table => table with { ForeignKeys = [table.ForeignKeys[0] with { IsTemporal = true }] });
        var stays = catalog.Table("stays");

        var filter = new RowFilter();
        filter.RequireChosen(stays, stays.ForeignKeys[0], catalog.Table("rooms"), ChosenParents);

        Approve(Fill(stays, 10, filter), "fill-temporal");
    }

    [Fact]
    public void What_leads_to_a_table_that_is_left_out_is_followed_on_every_way_but_within_cycles()
    {
        var catalog = CatalogNotation.Parse(
            "lines? -> orders, orders -> users, orders? -> secrets, users.lead? -> users, users? -> secrets"
        );
        var sample = SampleOf(catalog, new ExportOptions { Exclude = ["secrets"] });
        var lines = catalog.Table("lines");

        Approve(
            FirstRows(lines, 2_000, RowFilter.Of(new EligibleRows(sample).CandidateConditions(lines))),
            "exclusion-conditions"
        );
    }

    [Fact]
    public void Rows_that_reference_nothing_are_counted_by_the_condition_of_the_key()
    {
        var catalog = CatalogNotation
            .Parse("events? -> users")
            .With(
                "events",
                table =>
                    table with
                    {
                        ForeignKeys =
                        [
                            table.ForeignKeys[0] with
                            {
                                Collations = [" COLLATE pg_catalog.\"C\""],
                                ReferencedPartitions = [16390],
                            },
                        ],
                    }
            );

        Approve(
            CheckSql.DanglingRows(
                catalog.Table("events"),
                catalog.Table("events").From(new RowSet(Chosen), (Sql)$"c"),
                catalog.Table("events").ForeignKeys[0],
                catalog.Table("users"),
                isLookedUp: true
            ),
            "dangling-rows"
        );
    }

    [Fact]
    public void Chosen_rows_are_read_by_their_places()
    {
        var catalog = CatalogNotation
            .Parse("events -> users")
            .With(
                "events",
                table =>
                    table.WithColumn(CatalogNotation.Text("Sum") with { IsGenerated = true }) with
                    {
                        IsPartitioned = true,
                    }
            );

        Approve(
            [
                Read(catalog.Table("users"), ChosenParents),
                Read(catalog.Table("events"), ChosenParents),
                Read(catalog.Table("events"), ChosenRows.WholeTable),
            ],
            "chosen-rows"
        );

        static Sql Read(Table table, ChosenRows chosen) =>
            SampleRowsSql.Of(table, chosen, RowOrder.Of(table), SelectedColumns.Of(table, [], []));
    }

    [Fact]
    public void A_sample_is_read_as_it_is_completed()
    {
        var catalog = CatalogNotation
            .Parse("events? -> users, events -> teams")
            .With("events", table => table.WithColumn(CatalogNotation.Text("k0")));
        var events = catalog.Table("events");
        var users = events.ForeignKeys.Single(key => key.ReferencedTable == new TableName("public", "users"));
        var ids = new KeyValues(catalog.Table("users").Column("id"));
        ids.Add("7");
        ids.Add(null);
        ids.Add("-8");
        var parents = ChosenRows
            .Of(Enumerable.Range(1, 1_001).Select(i => new RowId(16384, new NpgsqlTid((uint)i, 1))), sampled: 0)
            .WhenRead(new ReadOutcome(1_001, [], [ids], []));
        var filter = new RowFilter();
        filter.RequireChosen(events, users, catalog.Table("users"), parents);

        Approve(
            [
                SampleRowsSql.Completed(
                    events,
                    ChosenParents,
                    RowOrder.Of(events),
                    SelectedColumns.Of(
                        events,
                        [events.Column("id")],
                        [new SuspectKey(users, users.Dangles(events, ids))]
                    ),
                    new Completion(2_000, filter)
                ),
            ],
            "rows-and-first-rows"
        );
    }

    [Fact]
    public void A_query_never_selects_more_columns_than_PostgreSQL_allows()
    {
        var table = CatalogNotation.Parse("wide -> users").Table("wide") with
        {
            Columns = [.. Enumerable.Range(0, 1_600).Select(i => CatalogNotation.BigInt($"c{i}"))],
        };
        var suspect = new SuspectKey(table.ForeignKeys[0], (Sql)$"true");

        var columns = SelectedColumns.Of(table, table.Columns, Enumerable.Repeat(suspect, 20));

        Assert.Equal(1_664 - 2 - 51, columns.Expressions.Count());
    }

    [Theory]
    [InlineData("bigint", "OPERATOR(pg_catalog.=)", true)]
    [InlineData("uuid", "OPERATOR(pg_catalog.=)", true)]
    [InlineData("text", "OPERATOR(pg_catalog.=)", false)]
    [InlineData("numeric", "OPERATOR(pg_catalog.=)", false)]
    [InlineData("bigint", "OPERATOR(public.=)", false)]
    public void Values_stand_for_rows_where_nothing_else_equals_them(string type, string equality, bool areKnown)
    {
        var key = CatalogNotation.Parse("events -> users").Table("events").ForeignKeys[0] with
        {
            EqualityOperators = [equality],
        };
        var id = new Column("id", type);
        var chosen = ChosenRows.None.WhenRead(
            new ReadOutcome(0, [], KeyValues.CanHold(id) ? [new KeyValues(id)] : [], [])
        );

        Assert.Equal(areKnown, KeyValues.For(key, chosen) is not null);
        Assert.Null(KeyValues.For(key with { IsTemporal = true }, chosen));
        Assert.Null(KeyValues.For(key with { ReferencedPartitions = [16385] }, chosen));
        Assert.Null(KeyValues.For(key with { ReferencedColumns = ["id", "id"] }, chosen));
    }

    [Theory]
    [InlineData("orders -> users", "false")]
    [InlineData("orders? -> users", "(c.\"users_id\" IS NULL)")]
    public void A_reference_that_is_not_null_is_never_missing(string notation, string condition)
    {
        var orders = CatalogNotation.Parse(notation).Table("orders");

        Assert.Equal(condition, orders.ForeignKeys[0].IsMissing(orders, (Sql)$"c").ToString());
    }

    [Fact]
    public void Where_nothing_is_chosen_only_a_missing_reference_passes()
    {
        var catalog = CatalogNotation.Parse("orders? -> users");
        var orders = catalog.Table("orders");

        Assert.Equal("(c.\"users_id\" IS NULL)", Condition(orders.ForeignKeys[0]));
        Assert.Equal(
            "(NOT c.tableoid OPERATOR(pg_catalog.=) ANY ('{16386,16387}'::pg_catalog.oid[])\n    OR c.\"users_id\" IS NULL)",
            Condition(orders.ForeignKeys[0] with { OnlyInPartitions = [16386, 16387] })
        );

        string Condition(ForeignKey key)
        {
            var filter = new RowFilter();
            filter.RequireChosen(orders, key, catalog.Table("users"), ChosenRows.None);
            Assert.Empty(SqlText.Of(filter.Conditions).Parameters);
            return Assert.Single(filter.Conditions).ToString();
        }
    }

    [Fact]
    public void The_window_grows_with_the_limit()
    {
        var users = CatalogNotation.Parse("users").Table("users");

        Assert.Contains("LIMIT 1000\n", Text(100), StringComparison.Ordinal);
        Assert.Contains("LIMIT 10000\n", Text(1000), StringComparison.Ordinal);
        Assert.Contains("LIMIT 2576980376\n", Text(int.MaxValue), StringComparison.Ordinal);

        string Text(int limit) => FirstRows(users, limit, RowFilter.Of([$"true"])).ToString();
    }

    [Theory]
    [InlineData("orders -> users", 1_000_000, "LIMIT 1200000\n")]
    [InlineData("orders? -> users", 1_000_000, "LIMIT 218181\n")]
    [InlineData("orders -> users", 50_000, "LIMIT 120000\n")]
    [InlineData("orders -> users", null, "LIMIT 240000\n")]
    public void A_large_sample_is_looked_for_as_far_as_its_references_should_ask(
        string notation,
        int? users,
        string window
    )
    {
        var catalog = CatalogNotation.Parse(notation).With("users", table => table with { EstimatedRows = users });
        var orders = catalog.Table("orders");
        var chosen = ChosenRows.Of(
            Enumerable.Range(1, 100_000).Select(i => new RowId(16384, new NpgsqlTid((uint)i, 1))),
            sampled: 0
        );

        var filter = new RowFilter();
        filter.RequireChosen(orders, orders.ForeignKeys[0], catalog.Table("users"), chosen);

        Assert.Contains(window, FirstRows(orders, 100_000, filter).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(41, false)]
    [InlineData(42, true)]
    public void A_table_of_few_pages_is_scanned_once(int pages, bool hasWindow)
    {
        var users = CatalogNotation.Parse("users").Table("users") with { Pages = pages };

        Assert.Equal(
            hasWindow,
            FirstRows(users, 100, RowFilter.Of([$"true"])).ToString().Contains("start", StringComparison.Ordinal)
        );
    }

    private static DatabaseCatalog Lines =>
        CatalogNotation
            .Parse("lines -> orders, lines.product? -> products")
            .With(
                "lines",
                table =>
                    table
                        .WithColumn(CatalogNotation.Text("code") with { IsNullable = false })
                        .WithKey("orders_id", "code")
            );

    private static DatabaseCatalog Ratings =>
        CatalogNotation
            .Parse("ratings -> users, ratings -> tags")
            .With("users", table => table with { EstimatedRows = 1_000 })
            .With(
                "ratings",
                table =>
                    table.WithColumn(CatalogNotation.Text("note")).WithKey("users_id", "tags_id") with
                    {
                        EstimatedRows = 10_000,
                        Indexes =
                        [
                            ["users_id", "tags_id"],
                        ],
                    }
            );

    private static Sample SampleOf(DatabaseCatalog catalog, ExportOptions? options = null) =>
        new SampleBuilder(ExportPlanner.Plan(catalog, options ?? new ExportOptions())).Sample;

    /// <summary>All references of a row are chosen.</summary>
    private static RowFilter Eligible(DatabaseCatalog catalog, string name)
    {
        var table = catalog.Table(name);
        var filter = new RowFilter();
        foreach (var key in table.ForeignKeys)
            filter.RequireChosen(table, key, catalog[key.ReferencedTable], ChosenParents);
        return filter;
    }

    private static Sql FirstRows(Table table, int limit, RowFilter filter)
    {
        var order = RowOrder.Of(table);
        return FirstRowsSql.Of(table, order, limit, filter, $"c.tableoid, c.ctid, {order.AsKeys}", $"tableoid, ctid");
    }

    private static Sql Fill(Table table, int limit, RowFilter filter) =>
        FillSql.Places(table, RowOrder.Of(table), limit, filter);

    /// <summary>As the search for candidates asks for them: rows of a source, and some that others reference.</summary>
    internal static DatabaseCatalog LinesWithIndexOn(string column)
    {
        ImmutableArray<string> index = [column];
        return CatalogNotation.Parse("lines -> orders").With("lines", table => table with { Indexes = [index] });
    }

    private static Sql Candidates(Sample sample, Table table, ICandidateSource source, RowSet wanted)
    {
        var conditions = new EligibleRows(sample).CandidateConditions(table);
        var query = new CandidatesSql(
            sample.Orders(table.Name).Choice,
            [.. sample.Graph.ReferencesOf(table.Name).Select(key => (key, sample.Table(key.ReferencedTable)))],
            sample.Covered(table.Name)
        );
        var queries = new List<Sql> { source.ToSql(conditions, query.Of((Sql)$"true")) };
        if (wanted.Count > 0)
            queries.Add(
                $"""
                SELECT {query.Of(Sql.All(conditions))}
                FROM {table.EachOf(wanted, (Sql)$"c")}
                """
            );
        return query.ToSql(queries);
    }

    private static void Approve(Sql sql, string name)
    {
        var text = SqlText.Of(sql);
        Approve(text, name, i => string.Create(CultureInfo.InvariantCulture, $"${i + 1}"));
    }

    private static void Approve(Sql[] statements, string name)
    {
        var text = SqlText.Of(statements);
        Approve(text, name, i => string.Create(CultureInfo.InvariantCulture, $"@p{i}"));
    }

    private static void Approve(SqlText text, string name, Func<int, string> nameOf)
    {
        var parameters = text.Parameters.Select((parameter, i) => $"-- {nameOf(i)}: {Show(parameter.ToNpgsql())}\n");
        Approval.Verify($"{text.Text}\n{string.Concat(parameters)}", name);
    }

    private static string Show(NpgsqlParameter parameter) =>
        parameter.Value is Array array
            ? $"{parameter.NpgsqlDbType & ~NpgsqlDbType.Array}[] {string.Join(", ", array.Cast<object>())}"
            : $"{parameter.NpgsqlDbType} {parameter.Value}";
}
