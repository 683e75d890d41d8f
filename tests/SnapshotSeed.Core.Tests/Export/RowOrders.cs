using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Model;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class RowOrders
{
    private static readonly Table Events = new(new TableName("public", "events"))
    {
        Columns =
        [
            CatalogNotation.BigInt("day"),
            CatalogNotation.Text("code") with
            {
                IsNullable = false,
            },
            new Column("created_at", "timestamp with time zone"),
        ],
    };

    [Fact]
    public void Follow_the_row_key_in_key_order_with_text_by_code_points() =>
        Assert.Equal(
            "c.\"code\" COLLATE pg_catalog.\"C\", c.\"day\"",
            RowOrder.Of(Events.WithKey("code", "day")).ByColumns.ToString().ReplaceLineEndings(" ")
        );

    [Fact]
    public void Follow_created_at_then_every_column_where_there_is_no_key() =>
        Assert.Equal(
            "c.\"created_at\", c.\"day\", c.\"code\" COLLATE pg_catalog.\"C\"",
            RowOrder.Of(Events).ByColumns.ToString().ReplaceLineEndings(" ")
        );

    [Fact]
    public void Take_no_created_at_that_is_not_a_time_before_others() =>
        Assert.Equal(
            "c.\"a\", c.\"created_at\" COLLATE pg_catalog.\"C\"",
            RowOrder
                .Of(Events with { Columns = [CatalogNotation.BigInt("a"), CatalogNotation.Text("created_at")] })
                .ByColumns.ToString()
                .ReplaceLineEndings(" ")
        );

    [Theory]
    [InlineData("numeric")]
    [InlineData("double precision")]
    [InlineData("character(3)")]
    [InlineData("interval")]
    public void End_with_the_text_of_the_row_where_equal_values_may_be_spelt_differently(string type) =>
        Assert.Equal(
            "c.\"a\", c.\"b\", concat(ROW(c.\"a\", c.\"b\")) COLLATE pg_catalog.\"C\"",
            RowOrder
                .Of(Events with { Columns = [CatalogNotation.BigInt("a"), new Column("b", type)] })
                .ByColumns.ToString()
                .ReplaceLineEndings(" ")
        );

    [Fact]
    public void Follow_an_index_where_rows_are_chosen_without_a_key()
    {
        var indexed = Events with
        {
            Indexes =
            [
                ["code", "day"],
                ["created_at"],
            ],
        };

        Assert.Equal(
            "c.\"created_at\", c.\"day\", c.\"code\" COLLATE pg_catalog.\"C\"",
            RowOrder.ForChoice(indexed, Order.Key)!.ByColumns.ToString().ReplaceLineEndings(" ")
        );
        Assert.Null(RowOrder.ForChoice(Events, Order.Key));
        Assert.Null(RowOrder.ForChoice(indexed.WithKey("day"), Order.Key));
    }

    [Fact]
    public void Take_columns_without_an_order_by_the_text_of_the_row_only() =>
        Assert.Equal(
            "concat(ROW(c.\"place\")) COLLATE pg_catalog.\"C\"",
            RowOrder
                .Of(Events with { Columns = [new Column("place", "point") { IsOrderable = false }] })
                .ByColumns.ToString()
                .ReplaceLineEndings(" ")
        );

    [Fact]
    public void Stay_within_the_number_of_columns_that_a_query_sorts_by() =>
        Assert.Equal(
            51,
            RowOrder
                .Of(
                    Events with
                    {
                        Columns = [.. Enumerable.Range(0, 1_600).Select(i => CatalogNotation.BigInt($"c{i}"))],
                    }
                )
                .Terms.Length
        );

    [Fact]
    public void Carry_their_terms_out_of_a_subquery()
    {
        var order = RowOrder.Of(Events.WithKey("code", "day"));

        Assert.Equal("c.\"code\" AS k0, c.\"day\" AS k1", order.AsKeys.ToString());
        Assert.Equal("k0 COLLATE pg_catalog.\"C\", k1", order.ByKeys.ToString());
    }

    [Fact]
    public void Exist_for_a_table_without_columns() =>
        Assert.Equal(
            "concat(ROW()) COLLATE pg_catalog.\"C\"",
            RowOrder.Of(Events with { Columns = [] }).ByColumns.ToString().ReplaceLineEndings(" ")
        );
}
