using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Export;

public sealed class ColumnsLeftOut
{
    [Fact]
    public void Are_none_of_the_file_and_their_references_are_not_followed()
    {
        var plan = Plan.Of("orders -> users, orders.approver? -> staff", Skipping("orders", "approver_id"));

        Assert.Equal(["staff", "users", "orders"], plan.TableNames());
        var orders = plan.Tables.Single(table => table.Name.Name == "orders");
        Assert.Equal(["id", "users_id"], orders.StoredColumns.Select(column => column.Name));
        Assert.Equal(["users"], plan.Graph.ReferencesOf(orders.Name).Select(key => key.ReferencedTable.Name));
    }

    [Fact]
    public void May_be_part_of_a_key_that_tells_no_rows_apart()
    {
        var catalog = CatalogNotation
            .Parse("users")
            .With(
                "users",
                table =>
                    table.WithColumn(new("email", "text")) with
                    {
                        Keys = [.. table.Keys, CatalogNotation.Key("users_email_key", "email")],
                    }
            );

        var users = Assert.Single(ExportPlanner.Plan(catalog, Skipping("users", "email")).Tables);

        Assert.Equal(["users_pkey"], users.Keys.Select(key => key.Name));
        Assert.Empty(SkippedColumns.WithoutDefault(users));
    }

    [Fact]
    public void Are_told_where_no_import_could_fill_them()
    {
        var plan = Plan.Of("orders -> users", Skipping("orders", "users_id"));

        Assert.Equal(["users_id"], plan.Tables.SelectMany(SkippedColumns.WithoutDefault).Select(column => column.Name));
    }

    [Theory]
    [InlineData("orders", "nots", "nots")]
    [InlineData("orders", "id", "orders.id")]
    [InlineData("nobody", "id", "nobody")]
    public void Are_refused_where_they_are_unknown_or_needed(string table, string column, string told)
    {
        var error = Assert.Throws<SnapshotSeedException>(() => Plan.Of("orders -> users", Skipping(table, column)));

        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        TextAssert.Contains(error.Message, told);
    }

    [Fact]
    public void Are_refused_where_a_key_references_them_or_nothing_would_be_left()
    {
        var catalog = CatalogNotation
            .Parse("orders -> users, notes")
            .With("users", table => table.WithColumn(new("code", "text") { IsNullable = false }))
            .With(
                "orders",
                table => table with { ForeignKeys = [table.ForeignKeys[0] with { ReferencedColumns = ["code"] }] }
            )
            .With("notes", table => table with { Keys = [] });

        var error = Assert.Throws<SnapshotSeedException>(() =>
            ExportPlanner.Plan(
                catalog,
                new ExportOptions { Tables = { ["users"] = Skipping("code"), ["notes"] = Skipping("id") } }
            )
        );

        TextAssert.Contains(error.Message, "users", "code", "orders", "notes");
    }

    private static ExportOptions Skipping(string table, string column) =>
        new() { Tables = { [table] = Skipping(column) } };

    private static TableExportOptions Skipping(string column) =>
        new() { Columns = { [column] = new() { Skip = true } } };
}
