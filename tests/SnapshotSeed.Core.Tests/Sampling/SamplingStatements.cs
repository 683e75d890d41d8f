using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;
using SnapshotSeed.Core.Tests.Catalog;
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

        Approve(
            SamplingSql.FirstRows(
                lines,
                10,
                statement =>
                    lines
                        .ForeignKeys.Select(key =>
                            SamplingSql.ReferencesChosen(
                                statement,
                                lines,
                                key,
                                catalog[key.ReferencedTable],
                                ChosenParents
                            )
                        )
                        .Append(SamplingSql.ReferencesAny(lines, lines.ForeignKeys))
            ),
            "first-rows-composite-key"
        );
    }

    [Fact]
    public void Rows_without_a_key_are_taken_in_the_order_of_their_text()
    {
        var events = new Table(new TableName("audit", "events"))
        {
            Columns = [new("created_at", "timestamp with time zone"), CatalogNotation.Text("what")],
            IsPartitioned = true,
        };

        Approve(SamplingSql.FirstRows(events, 100, _ => []), "first-rows-keyless-partitioned");
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
            SamplingSql.ReferencedRows(
                catalog.Table("events"),
                Chosen,
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
            SamplingSql.ReferencedRowsInCycle(
                [catalog.Table("teams"), catalog.Table("users")],
                [Chosen, []],
                [.. catalog.ForeignKeys]
            ),
            "referenced-rows-cycle"
        );
    }

    [Fact]
    public void A_cycle_that_is_filled_in_memory_is_read_as_places()
    {
        var catalog = CatalogNotation.Parse("events -> teams, events.cause? -> events");
        var events = catalog.Table("events");
        var cause = events.ForeignKeys.Single(key => key.IsSelfReference);
        var rows = SamplingSql.AllRows(
            events,
            statement =>
                [
                    SamplingSql.ReferencesChosen(
                        statement,
                        events,
                        events.ForeignKeys.Single(key => key != cause),
                        catalog.Table("teams"),
                        ChosenParents
                    ),
                ]
        );

        Approval.Verify(
            $"{SamplingSql.HasMoreRows(events, 200)};\n{rows.CommandText};\n{SamplingSql.References(events, cause, events)};\n{SamplingSql.References(events with { IsPartitioned = true }, cause with { OnlyInPartitions = [16386] }, events)}",
            "rows-and-references-of-a-cycle"
        );
    }

    [Fact]
    public void A_temporal_reference_needs_every_row_that_overlaps_it()
    {
        var catalog = CatalogNotation
            .Parse("stays -> rooms")
            .With("stays", table => table with { ForeignKeys = [table.ForeignKeys[0] with { IsTemporal = true }] });
        var stays = catalog.Table("stays");

        Approve(
            SamplingSql.FirstRows(
                stays,
                10,
                statement =>
                    [
                        SamplingSql.ReferencesChosen(
                            statement,
                            stays,
                            stays.ForeignKeys[0],
                            catalog.Table("rooms"),
                            ChosenParents
                        ),
                    ]
            ),
            "first-rows-temporal"
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
            SamplingSql.DanglingRows(
                catalog.Table("events"),
                Chosen,
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

        var command = new NpgsqlBatchCommand();
        var parameters = new SamplingParameters(command.Parameters);
        command.CommandText = string.Join(
            ";\n",
            [
                SamplingSql.Rows(catalog.Table("users"), ChosenParents, parameters),
                SamplingSql.Rows(catalog.Table("events"), ChosenParents, parameters),
                SamplingSql.Rows(catalog.Table("events"), whole, parameters),
            ]
        );

        Approve(command, "chosen-rows");
    }

    [Fact]
    public void A_sample_is_read_as_it_is_completed()
    {
        var catalog = CatalogNotation
            .Parse("events? -> users, events -> teams")
            .With("events", table => table.WithColumn(CatalogNotation.Text("k0")));
        var events = catalog.Table("events");
        var users = events.ForeignKeys.Single(key => key.ReferencedTable == new TableName("public", "users"));
        var chosen = new ChosenRows();
        chosen.Backfill(Enumerable.Range(1, 1_001).Select(i => new RowId(16384, new NpgsqlTid((uint)i, 1))));
        var ids = KeyValues.Of(catalog.Table("users"), column => column == "id").Single();
        ids.Add("7");
        ids.Add(null);
        ids.Add("-8");
        chosen.Keys = [ids];

        var command = new NpgsqlBatchCommand();
        command.CommandText = SamplingSql.RowsAndFirstRows(
            events,
            Chosen,
            2_000,
            statement => [SamplingSql.ReferencesChosen(statement, events, users, catalog.Table("users"), chosen)],
            statement => [SamplingSql.Dangles(statement, events, users, ids)],
            new SamplingParameters(command.Parameters)
        );

        Approve(command, "rows-and-first-rows");
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
        var chosen = new ChosenRows
        {
            Keys = KeyValues.Of(
                new Table(key.ReferencedTable) { Columns = [new("id", type), new("other", type)] },
                column => column == "id"
            ),
        };

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

        Assert.Equal(condition, SamplingSql.IsNull(orders, orders.ForeignKeys[0]));
    }

    [Fact]
    public void Where_nothing_is_chosen_only_a_missing_reference_passes()
    {
        var catalog = CatalogNotation.Parse("orders? -> users");
        var orders = catalog.Table("orders");
        var command = new NpgsqlBatchCommand();
        var statement = new SamplingStatement(new SamplingParameters(command.Parameters));

        Assert.Equal(
            "(c.\"users_id\" IS NULL)",
            SamplingSql.ReferencesChosen(
                statement,
                orders,
                orders.ForeignKeys[0],
                catalog.Table("users"),
                new ChosenRows()
            )
        );
        Assert.Equal(
            "(NOT c.tableoid OPERATOR(pg_catalog.=) ANY ('{16386,16387}'::pg_catalog.oid[]) OR c.\"users_id\" IS NULL)",
            SamplingSql.ReferencesChosen(
                statement,
                orders,
                orders.ForeignKeys[0] with
                {
                    OnlyInPartitions = [16386, 16387],
                },
                catalog.Table("users"),
                new ChosenRows()
            )
        );
        Assert.Empty(command.Parameters);
    }

    [Fact]
    public void The_window_grows_with_the_limit()
    {
        var users = CatalogNotation.Parse("users").Table("users");

        Assert.Contains("LIMIT 1000)", Text(100), StringComparison.Ordinal);
        Assert.Contains("LIMIT 10000)", Text(1000), StringComparison.Ordinal);
        Assert.Contains("LIMIT 2576980376)", Text(int.MaxValue), StringComparison.Ordinal);

        string Text(int limit) => SamplingSql.FirstRows(users, limit, _ => ["true"]).CommandText;
    }

    [Theory]
    [InlineData("orders -> users", 1_000_000, "LIMIT 1200000)")]
    [InlineData("orders? -> users", 1_000_000, "LIMIT 218181)")]
    [InlineData("orders -> users", 50_000, "LIMIT 120000)")]
    [InlineData("orders -> users", null, "LIMIT 240000)")]
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

        var command = SamplingSql.FirstRows(
            orders,
            100_000,
            statement =>
                [SamplingSql.ReferencesChosen(statement, orders, orders.ForeignKeys[0], catalog.Table("users"), chosen)]
        );

        Assert.Contains(window, command.CommandText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(41, false)]
    [InlineData(42, true)]
    public void A_table_of_few_pages_is_scanned_once(int pages, bool hasWindow)
    {
        var users = CatalogNotation.Parse("users").Table("users") with { Pages = pages };

        Assert.Equal(
            hasWindow,
            SamplingSql.FirstRows(users, 100, _ => ["true"]).CommandText.Contains("start", StringComparison.Ordinal)
        );
    }

    private static void Approve(NpgsqlBatchCommand command, string name)
    {
        var parameters = command.Parameters.Select(parameter =>
            string.Create(CultureInfo.InvariantCulture, $"-- @{parameter.ParameterName}: {Show(parameter)}\n")
        );
        Approval.Verify($"{command.CommandText}\n{string.Concat(parameters)}", name);
    }

    private static string Show(NpgsqlParameter parameter) =>
        parameter.Value is Array array
            ? $"{parameter.NpgsqlDbType & ~NpgsqlDbType.Array}[] {string.Join(", ", array.Cast<object>())}"
            : $"{parameter.NpgsqlDbType} {parameter.Value}";
}
