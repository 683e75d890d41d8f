using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class RowKeys
{
    private static readonly Table Users = new(new TableName("public", "users"))
    {
        Columns =
        [
            CatalogNotation.BigInt("id"),
            CatalogNotation.Text("email") with
            {
                IsNullable = false,
            },
            CatalogNotation.Text("nick"),
            CatalogNotation.BigInt("hash") with
            {
                IsGenerated = true,
            },
        ],
    };

    [Fact]
    public void Are_primary_keys_first() =>
        Assert.Equal(
            "users_pkey",
            (Users with { Keys = [new("users_pkey", ["id"]) { IsPrimary = true }, new("a_email", ["email"])] })
                .RowKey
                ?.Name
        );

    [Fact]
    public void Are_unique_keys_over_not_null_columns_where_there_is_no_primary_key() =>
        Assert.Equal(
            "by_email",
            (Users with { Keys = [new("a_nick", ["nick"]), new("b_both", ["id", "nick"]), new("by_email", ["email"])] })
                .RowKey
                ?.Name
        );

    [Fact]
    public void Never_hold_a_generated_column() =>
        Assert.Null((Users with { Keys = [new("by_hash", ["hash"])] }).RowKey);

    [Fact]
    public void Are_missing_where_no_key_tells_every_row_apart() =>
        Assert.Null((Users with { Keys = [new("a_nick", ["nick"])] }).RowKey);

    [Fact]
    public void Leave_generated_columns_out_of_what_is_stored() =>
        Assert.Equal(["id", "email", "nick"], Users.StoredColumns.Select(column => column.Name));

    [Fact]
    public void Name_the_table_when_a_column_is_unknown() =>
        TextAssert.Contains(Assert.Throws<KeyNotFoundException>(() => Users.Column("nope")).Message, "users", "nope");
}
