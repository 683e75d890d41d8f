using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Catalog;

/// <summary>Keys are values, though their columns are arrays, whose own equality is one of references.</summary>
public sealed class KeyEquality
{
    private static readonly UniqueKey Unique = new("orders_key", ["shop", "number"]);
    private static readonly ForeignKey Foreign = new(
        "items_order",
        new TableName("public", "items"),
        ["shop", "number"],
        new TableName("public", "orders"),
        ["shop", "number"]
    );

    public static TheoryData<object> OtherUniqueKeys =>
        [
            Unique with
            {
                Name = "other",
            },
            Unique with
            {
                Columns = ["number", "shop"],
            },
            Unique with
            {
                Columns = ["shop"],
            },
        ];

    public static TheoryData<object> OtherForeignKeys =>
        [
            Foreign with
            {
                Name = "other",
            },
            Foreign with
            {
                Table = new TableName("other", "items"),
            },
            Foreign with
            {
                Columns = ["number", "shop"],
            },
            Foreign with
            {
                ReferencedTable = new TableName("other", "orders"),
            },
            Foreign with
            {
                ReferencedColumns = ["number", "shop"],
            },
            Foreign with
            {
                OnlyInPartitions = [1],
            },
            Foreign with
            {
                ReferencedPartitions = [],
            },
        ];

    [Fact]
    public void Holds_for_unique_keys_of_equal_name_and_columns()
    {
        var other = new UniqueKey("orders_key", ["shop", "number"]) { IsPrimary = true, Collations = ["", ""] };

        Assert.Equal(Unique, other);
        Assert.Equal(Unique.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(OtherUniqueKeys), DisableDiscoveryEnumeration = true)]
    public void Does_not_hold_for_other_unique_keys(object other) => Assert.NotEqual<object>(Unique, other);

    [Fact]
    public void Holds_for_foreign_keys_of_equal_ends_and_partitions()
    {
        var leaves = ImmutableArray.Create(1u, 2u);
        var one = Foreign with { OnlyInPartitions = leaves };
        var other = new ForeignKey(
            "items_order",
            new TableName("public", "items"),
            ["shop", "number"],
            new TableName("public", "orders"),
            ["shop", "number"]
        )
        {
            OnlyInPartitions = [1, 2],
            IsValidated = false,
        };

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(OtherForeignKeys), DisableDiscoveryEnumeration = true)]
    public void Does_not_hold_for_other_foreign_keys(object other) => Assert.NotEqual<object>(Foreign, other);
}
