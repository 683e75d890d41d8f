using System.Text.Json;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Options;

/// <summary>The JSON schema of the configuration file.</summary>
public sealed class ConfigurationSchemas
{
    [Fact]
    public void Are_the_approved_one() => Approval.Verify(ConfigurationFile.Schema, "configuration-schema");

    [Fact]
    public void Have_the_modes_that_are_read()
    {
        using var schema = JsonDocument.Parse(ConfigurationFile.Schema);
        var properties = schema.RootElement.GetProperty("properties");
        foreach (var name in new[] { "onConflict", "ids", "drift", "migration" })
        {
            foreach (var mode in properties.GetProperty(name).GetProperty("enum").EnumerateArray())
                SnapshotConfiguration.Parse($$"""{ "{{name}}": "{{mode.GetString()}}" }""", "file", _ => null);
        }

        var error = Assert.Throws<SnapshotSeedException>(() =>
            SnapshotConfiguration.Parse("""{ "ids": "guess", "onConflict": "replace" }""", "file", _ => null)
        );
        Assert.Contains("expected keep or assign", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected skip, update or fail", error.Message, StringComparison.Ordinal);
    }
}
