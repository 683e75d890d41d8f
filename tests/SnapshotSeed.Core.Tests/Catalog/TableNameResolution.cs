using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Catalog;

public sealed class TableNameResolution
{
    private static readonly TableNameResolver Resolver = new([
        new("public", "users"),
        new("audit", "users"),
        new("audit", "events"),
        new("sales", "orders"),
        new("shop", "orders"),
        new("public", "a.b"),
        new("a", "b"),
        new("x.y", "z"),
        new("x", "y.z"),
    ]);

    [Theory]
    [InlineData("users", "public.users")]
    [InlineData("audit.users", "audit.users")]
    [InlineData("events", "audit.events")]
    [InlineData("shop.orders", "shop.orders")]
    [InlineData("\"public\".\"a.b\"", "public.\"a.b\"")]
    [InlineData("public.a.b", "public.\"a.b\"")]
    [InlineData("\"a.b\"", "public.\"a.b\"")]
    [InlineData("\"users\"", "public.users")]
    [InlineData("audit.\"users\"", "audit.users")]
    [InlineData("\"x.y\".z", "\"x.y\".z")]
    [InlineData("x.\"y.z\"", "x.\"y.z\"")]
    public void Finds_a_table_by_its_own_or_its_full_name(string spec, string qualified) =>
        Assert.Equal([qualified], Resolver.Resolve([spec], Setting.Only).Select(table => table.Qualified));

    [Fact]
    public void Takes_a_full_name_before_a_table_with_a_dot_in_its_name() =>
        Assert.Equal([new TableName("a", "b")], Resolver.Resolve(["a.b"], Setting.Only));

    [Fact]
    public void Counts_a_table_named_twice_once() =>
        Assert.Single(Resolver.Resolve(["users", "public.users", "users"], Setting.Only));

    [Fact]
    public void Of_nothing_is_nothing() => Assert.Empty(Resolver.Resolve([], Setting.Only));

    [Theory]
    [InlineData("Users")]
    [InlineData("user")]
    [InlineData("public.events")]
    [InlineData("")]
    public void Refuses_a_name_that_fits_no_table(string spec)
    {
        var error = Assert.Throws<SnapshotSeedException>(() => Resolver.Resolve([spec], Setting.Exclude));

        Assert.StartsWith(Setting.Exclude.InLibrary, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(spec, error.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Reports_every_bad_name_and_what_exists()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            Resolver.Resolve(["nope", "users", "orders", "nada"], Setting.Only)
        );

        var lines = error.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        TextAssert.Contains(lines[0], "nope");
        TextAssert.Contains(lines[1], "orders", "sales.orders", "shop.orders");
        TextAssert.Contains(lines[2], "nada");
        TextAssert.Contains(
            error.Hint,
            "a.b",
            "audit.events",
            "audit.users",
            "\"a.b\"",
            "users",
            "sales.orders",
            "shop.orders",
            "x.\"y.z\"",
            "\"x.y\".z"
        );
    }

    [Fact]
    public void Refuses_a_name_that_could_be_split_in_two_ways()
    {
        var error = Assert.Throws<SnapshotSeedException>(() => Resolver.Resolve(["x.y.z"], Setting.Only));

        TextAssert.Contains(error.Message, "x.y.z", "x.\"y.z\"", "\"x.y\".z");
    }

    [Fact]
    public void Refuses_every_name_where_there_are_no_tables() =>
        Assert.Equal(
            FailureKind.WrongUsage,
            Assert.Throws<SnapshotSeedException>(() => new TableNameResolver([]).Resolve(["users"], Setting.Only)).Kind
        );

    [Theory]
    [InlineData("campaigns", true)]
    [InlineData("audit.logins", true)]
    [InlineData("user", false)]
    [InlineData("event", false)]
    [InlineData("audit.*s.*", false)]
    public void Takes_a_name_for_a_table_that_is_gone_where_it_resembles_none(string spec, bool isGone)
    {
        if (isGone)
            Assert.Equal<string>([spec], Resolver.ResolveExisting(["users", spec], Setting.Only).Absent);
        else
            Assert.Throws<SnapshotSeedException>(() => Resolver.ResolveExisting(["users", spec], Setting.Only));
    }

    [Theory]
    [InlineData("users")]
    [InlineData("fleet")]
    public void Takes_a_groups_own_name_within_the_group_for_the_table(string spec)
    {
        var resolver = Grouped(("users", "users"), ("fleet", "users"));

        Assert.Equal([new TableName("public", "users")], resolver.Resolve([spec], Setting.Only));
    }

    [Fact]
    public void Takes_a_groups_own_name_within_the_group_for_a_table_that_is_gone() =>
        Assert.Equal<string>(["gone"], Grouped(("gone", "gone")).ResolveExisting(["gone"], Setting.Only).Absent);

    [Fact]
    public void Refuses_a_group_that_contains_itself_through_another_one()
    {
        var resolver = Grouped(("a", "b"), ("b", "a"));

        var error = Assert.Throws<SnapshotSeedException>(() => resolver.Resolve(["users"], Setting.Only));

        TextAssert.Contains(error.Message, "contains itself");
    }

    private static TableNameResolver Grouped(params (string Group, string Member)[] groups) =>
        new(
            [new("public", "users")],
            groups.ToDictionary(group => group.Group, ImmutableArray<string> (group) => [group.Member])
        );
}
