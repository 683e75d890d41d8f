using System.Collections.Immutable;
using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests;

public sealed class OptionsByName
{
    [Fact]
    public void Are_in_ordinal_order_whatever_is_given()
    {
        var given = new Dictionary<string, int>
        {
            ["b"] = 1,
            ["a"] = 2,
            ["B"] = 3,
        };

        Assert.Equal(
            ["B", "a", "b"],
            new ExportOptions { TableLimits = given }
                .TableLimits
                .Keys
        );
    }

    [Fact]
    public void Are_not_what_is_given_later()
    {
        var given = new Dictionary<string, ImmutableArray<string>> { ["users"] = ["name"] };
        var options = new ImportOptions { TableKeys = given };
        given["teams"] = ["name"];

        Assert.Equal(["users"], options.TableKeys.Keys);
    }

    [Fact]
    public void Take_collection_initializers() =>
        Assert.Equal(20, new ExportOptions { TableLimits = { ["orders"] = 20 } }.TableLimits["orders"]);
}
