using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Database;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.Core.Tests.Sampling;

public sealed class SamplingStatements
{
    private static readonly RowId[] Chosen = [new(16385, new NpgsqlTid(0, 1)), new(16386, new NpgsqlTid(2, 3))];

    private static ChosenRows ChosenParents
    {
        get
        {
            var rows = new ChosenRows();
            rows.Backfill(Chosen);
            return rows;
        }
    }

    [Fact]
    public void Eligible_rows_are_looked_for_in_a_window_first()
    {
        var catalog = CatalogNotation
            .Parse("lines -> orders, lines.product? -> products")
            .With(
                "lines",
                table =>
                    table
                        .WithColumn(CatalogNotation.Text("code") with { IsNullable = false })
                        .WithKey("orders_id", "code")
            );
        var lines = catalog.Table("lines");

        var filter = new RowFilter();
        foreach (var key in lines.ForeignKeys)
            filter.RequireChosen(lines, key, catalog[key.ReferencedTable], ChosenParents);
        filter.Require(ReferenceSql.ReferencesAny(lines, lines.ForeignKeys));

        Approve(FirstRows(lines, 10, filter), "first-rows-composite-key");
    }

    [Fact]
    public void Rows_without_a_key_are_taken_in_the_order_of_their_text()
    {
        var events = new Table(new TableName("audit", "events"))
        {
            Columns = [new("created_at", "timestamp with time zone"), CatalogNotation.Text("what")],
            IsPartitioned = true,
        };

        Approve(FirstRows(events, 100, new RowFilter()), "first-rows-keyless-partitioned");
    }

    [Fact]
    public void A_key_of_one_partition_concerns_its_rows_only()
    {
        var catalog = CatalogNotation
            .Parse("events? -> users")
            .With(
                "events",
                table =>
                    table with
                    {
                        IsPartitioned = true,
                        ForeignKeys = [table.ForeignKeys[0] with { OnlyInPartitions = [16386] }],
                    }
            );

        Approve(
            ReferencedRowsSql.Of(
                catalog.Table("events"),
                new RowSet(Chosen),
                catalog.Table("events").ForeignKeys[0],
                catalog.Table("users")
            ),
            "referenced-rows-one-partition"
        );
    }

    [Fact]
    public void A_cycle_is_followed_in_the_server()
    {
        var catalog = CatalogNotation.Parse("users -> teams, teams.lead? -> users");

        Approve(
            new CycleSql([catalog.Table("teams"), catalog.Table("users")], [.. catalog.ForeignKeys]).ReferencedRows([
                Chosen,
                [],
            ]),
            "referenced-rows-cycle"
        );
    }

    [Fact]
    public void A_cycle_that_is_filled_in_memory_is_read_as_places()
    {
        var catalog = CatalogNotation.Parse("events -> teams, events.cause? -> events");
        var events = catalog.Table("events");
        var cause = events.ForeignKeys.Single(key => key.IsSelfReference);
        var filter = new RowFilter();
        filter.RequireChosen(
            events,
            events.ForeignKeys.Single(key => key != cause),
            catalog.Table("teams"),
            ChosenParents
        );
        Sql[] statements =
        [
            CycleReferencesSql.HasMoreRows(events, 200),
            FirstRowsSql.All(events, RowOrder.Of(events), filter),
            CycleReferencesSql.Of(events, cause, events),
            CycleReferencesSql.Of(
                events with
                {
                    IsPartitioned = true,
                },
                cause with
                {
                    OnlyInPartitions = [16386],
                },
                events
            ),
        ];

        Approve(statements, "rows-and-references-of-a-cycle");
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

        Approve(FirstRows(stays, 10, filter), "first-rows-temporal");
    }

    [Fact]
    public void What_leads_to_a_table_that_is_left_out_is_followed_on_every_way()
    {
        var catalog = CatalogNotation.Parse("lines? -> orders, orders.user? -> users, users.lead? -> users");
        var (lines, orders, users) = (catalog.Table("lines"), catalog.Table("orders"), catalog.Table("users"));
        var ofOrders = orders
            .ForeignKeys[0]
            .ReferencesOnly(
                orders,
                (Sql)$"r1",
                users,
                (Sql)$"r2",
                new CycleSql([users], [users.ForeignKeys[0]]).ReferencesOnly(
                    users,
                    (Sql)$"r2",
                    (Sql)$"m3",
                    [
                        [users.ForeignKeys[0].IsMissing(users, (Sql)$"m3")],
                    ]
                )
            );
        var ofLines = lines.ForeignKeys[0].ReferencesOnly(lines, (Sql)$"c", orders, (Sql)$"r1", ofOrders);

        Approve(FirstRowsSql.All(lines, RowOrder.Of(lines), RowFilter.Of([ofLines])), "ways-out");
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
                new RowSet(Chosen),
                catalog.Table("events").ForeignKeys[0],
                catalog.Table("users")
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

        var whole = new ChosenRows();
        whole.MarkWholeTable();

        Approve(
            [
                Read(catalog.Table("users"), ChosenParents),
                Read(catalog.Table("events"), ChosenParents),
                Read(catalog.Table("events"), whole),
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
        var parents = new ChosenRows();
        parents.Backfill(Enumerable.Range(1, 1_001).Select(i => new RowId(16384, new NpgsqlTid((uint)i, 1))));
        parents.Complete(new ReadOutcome([], [ids], []));
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
        var chosen = new ChosenRows();
        var id = new Column("id", type);
        chosen.Complete(new ReadOutcome([], KeyValues.CanHold(id) ? [new KeyValues(id)] : [], []));

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
            filter.RequireChosen(orders, key, catalog.Table("users"), new ChosenRows());
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
        var chosen = new ChosenRows();
        chosen.Backfill(Enumerable.Range(1, 100_000).Select(i => new RowId(16384, new NpgsqlTid((uint)i, 1))));

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

    private static Sql FirstRows(Table table, int limit, RowFilter filter) =>
        FirstRowsSql.Of(table, RowOrder.Of(table), limit, filter);

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
