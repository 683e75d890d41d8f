namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class CatalogNotationTests
{
    [Fact]
    public void Reads_tables_references_and_nullability()
    {
        var catalog = CatalogNotation.Parse("orders -> users, orders.parent? -> orders, audit/events, items -> orders");

        Assert.Equal(
            ["audit.events", "public.items", "public.orders", "public.users"],
            catalog.Tables.Select(table => table.Name.Qualified)
        );
        Assert.Equal(["id", "users_id", "parent_id"], catalog.Table("orders").Columns.Select(column => column.Name));
        Assert.Equal([false, false, true], catalog.Table("orders").Columns.Select(column => column.IsNullable));
        Assert.Equal(
            [
                "items (orders_id) -> orders (id)",
                "orders (parent_id) -> orders (id)",
                "orders (users_id) -> users (id)",
            ],
            catalog.ForeignKeys.Select(key => key.ToString())
        );
    }
}
