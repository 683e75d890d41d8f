using SnapshotSeed.Options;

namespace SnapshotSeed.Core.Tests;

public sealed class OptionsByName
{
    [Fact]
    public void Are_in_ordinal_order_whatever_is_given()
    {
        var given = new Dictionary<string, TableExportOptions>
        {
            ["b"] = new(),
            ["a"] = new(),
            ["B"] = new(),
        };

        Assert.Equal(
            ["B", "a", "b"],
            new ExportOptions { Tables = given }
                .Tables
                .Keys
        );
    }

    [Fact]
    public void Are_not_what_is_given_later()
    {
        var given = new Dictionary<string, TableImportOptions> { ["users"] = new() };
        var options = new ImportOptions { Tables = given };
        given["teams"] = new();

        Assert.Equal(["users"], options.Tables.Keys);
    }

    [Fact]
    public void Take_collection_initializers() =>
        Assert.Equal(
            20,
            new ExportOptions { Tables = { ["orders"] = new() { Limit = 20 } } }
                .Tables["orders"]
                .Limit
        );
}
