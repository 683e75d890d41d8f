using System.Text.Json;
using SnapshotSeed.Init;
using SnapshotSeed.Options.File;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Options;

/// <summary>The JSON schema says what the reader knows.</summary>
public sealed class ConfigurationSchema
{
    // An object of every kind.
    private const string Every = """
        {"tables": {"a": {"columns": {"b": {}}}}, "references": [{"from": "a(b)", "to": "c(d)"}], "include": [{"table": "a", "where": "true"}]}
        """;

    [Fact]
    public void Has_the_names_that_are_read_and_no_others()
    {
        var reader = new ConfigurationReader("file", _ => null);
        reader.Read(JsonTree.Parse(Every, "file"));

        using var schema = JsonDocument.Parse(FirstConfiguration.Schema);
        var root = schema.RootElement.GetProperty("properties");
        var tables = root.GetProperty("tables").GetProperty("additionalProperties").GetProperty("properties");
        JsonElement[] objects =
        [
            root,
            tables,
            tables.GetProperty("columns").GetProperty("additionalProperties").GetProperty("properties"),
            root.GetProperty("references").GetProperty("items").GetProperty("properties"),
            root.GetProperty("include").GetProperty("items").GetProperty("properties"),
        ];
        Assert.Equal(objects.Length, reader.Known.Count);
        foreach (var (known, described) in reader.Known.Zip(objects))
            Assert.Equal(
                known.Order(StringComparer.Ordinal),
                described.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public void Has_the_modes_that_are_read()
    {
        using var schema = JsonDocument.Parse(FirstConfiguration.Schema);
        var definitions = schema.RootElement.GetProperty("definitions");
        foreach (var name in new[] { "onConflict", "ids" })
        {
            foreach (var mode in definitions.GetProperty(name).GetProperty("enum").EnumerateArray())
                SnapshotConfiguration.Parse($$"""{ "{{name}}": "{{mode.GetString()}}" }""", "file", _ => null);
        }

        var error = Assert.Throws<SnapshotSeedException>(() =>
            SnapshotConfiguration.Parse("""{ "ids": "guess", "onConflict": "replace" }""", "file", _ => null)
        );
        Assert.Contains("one of keep, assign", error.Message, StringComparison.Ordinal);
        Assert.Contains("one of skip, update, fail", error.Message, StringComparison.Ordinal);
    }
}
