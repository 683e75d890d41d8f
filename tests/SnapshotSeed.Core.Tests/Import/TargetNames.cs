using SnapshotSeed.Import;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Import;

public sealed class TargetNames
{
    [Theory]
    [InlineData("test")]
    [InlineData("shop_test")]
    [InlineData("test_shop")]
    [InlineData("shop-tests")]
    [InlineData("testdb")]
    [InlineData("TestDb")]
    [InlineData("TEST")]
    [InlineData("MyAppTest")]
    [InlineData("shop.testing")]
    [InlineData("test1")]
    [InlineData("shop_test_2")]
    [InlineData("ci")]
    [InlineData("ci-7")]
    [InlineData("ci7")]
    [InlineData("dev")]
    [InlineData("dev2")]
    [InlineData("shop_development")]
    [InlineData("local")]
    [InlineData("my local copy")]
    public void With_a_part_that_says_so_may_be_written(string database)
    {
        Assert.True(TargetGuard.LooksDisposable(database));
        TargetGuard.Check(database, allowed: []);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("shop")]
    [InlineData("latest")]
    [InlineData("city")]
    [InlineData("contest")]
    [InlineData("device")]
    [InlineData("attestation")]
    [InlineData("testament")]
    [InlineData("locale")]
    [InlineData("social")]
    [InlineData("devices_live")]
    [InlineData("Latest")]
    [InlineData("protest_votes")]
    [InlineData("demo")]
    [InlineData("")]
    public void Without_one_are_refused_with_the_way_out(string database)
    {
        var error = Assert.Throws<SnapshotSeedException>(() => TargetGuard.Check(database, allowed: []));

        Assert.Contains(database, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Setting.AllowTargets.As(database).InLibrary}", error.Hint, StringComparison.Ordinal);
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void May_be_allowed_one_by_one()
    {
        TargetGuard.Check("demo", ["demo"]);
        Assert.Throws<SnapshotSeedException>(() => TargetGuard.Check("demo2", ["demo"]));
        Assert.Throws<SnapshotSeedException>(() => TargetGuard.Check("Demo", ["demo"]));
    }
}
