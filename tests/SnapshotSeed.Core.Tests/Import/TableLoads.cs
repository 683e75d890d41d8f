using SnapshotSeed.Core.Tests.Catalog;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Import;

public sealed class TableLoads
{
    private static readonly DatabaseCatalog Catalog = CatalogNotation
        .Parse("users")
        .With("users", table => table.WithColumn(CatalogNotation.Text("email")));

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(5_000, 10, false)]
    [InlineData(5_001, 10, true)]
    [InlineData(1, 4 << 20, false)]
    [InlineData(1, (4 << 20) + 1, true)]
    public void Go_through_a_temporary_table_when_they_are_large(long rows, long bytes, bool isStaged)
    {
        Assert.Equal(isStaged, Load(Catalog, rows, bytes).IsStaged);
        Assert.False(
            Load(
                Catalog with
                {
                    Database = Catalog.Database with { CanCreateTemporaryTables = false },
                },
                rows,
                bytes
            ).IsStaged
        );
    }

    [Fact]
    public void Take_the_columns_in_the_order_of_the_file() =>
        Assert.Equal(
            ["email", "id"],
            Fitted
                .Load(SnapshotSketch.Of(Catalog.Table("users")).WithHeader("email", "id"), Catalog)
                .Columns.Select(column => column.Target.Name)
        );

    [Fact]
    public void Match_rows_by_the_row_key_of_the_target() => Assert.Equal("users_pkey", Load(Catalog).RowKey?.Name);

    [Fact]
    public void Match_whole_rows_where_the_target_has_no_key() =>
        Assert.Null(Load(Catalog.With("users", table => table with { Keys = [] })).RowKey);

    [Fact]
    public void Match_whole_rows_where_the_file_lacks_a_key_column()
    {
        var catalog = Catalog.With(
            "users",
            table => table.WithColumn(CatalogNotation.BigInt("tenant")).WithKey("tenant", "id")
        );

        Assert.Null(Fitted.Load(SnapshotSketch.Of(Catalog.Table("users")), catalog).RowKey);
    }

    [Theory]
    [InlineData(3, 10, "3 rows of users.tsv by id")]
    [InlineData(9_000, 10, "9000 rows of users.tsv by id")]
    public void Say_how_they_go(long rows, long bytes, string text) =>
        Assert.Equal(text, Load(Catalog, rows, bytes).ToString());

    private static TableLoad Load(DatabaseCatalog catalog, long rows = 1, long bytes = 10) =>
        Fitted.Load(SnapshotSketch.Of(catalog.Table("users")).WithRows(rows, bytes), catalog);
}
