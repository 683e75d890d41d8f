using System.Text.Json.Nodes;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Snapshot;

public sealed class ManifestText
{
    [Fact]
    public void Has_a_fixed_order_and_an_item_a_line() =>
        Approval.Verify(ManifestJson.Write(SampleManifest.Create()), "manifest");

    [Fact]
    public void Of_no_tables_is_short() =>
        Assert.Equal(
            "{\n  \"format\": 1,\n  \"migration\": null,\n  \"tables\": []\n}\n",
            ManifestJson.Write(new Manifest(null, []))
        );

    [Fact]
    public void Reads_back_as_what_was_written()
    {
        var text = ManifestJson.Write(SampleManifest.Create());
        var manifest = ManifestJson.Read(text, "snapshot.json");

        Assert.Equal(text, ManifestJson.Write(manifest));
        Assert.Equal(SampleManifest.Create().Migration, manifest.Migration);
        Assert.Equal([4, 0, 0], manifest.Tables.Select(table => table.Backfilled));
        Assert.Equal(
            [IdentityKind.Always, IdentityKind.None, IdentityKind.None],
            manifest.Tables[0].Columns.Select(column => column.Identity)
        );
        Assert.Equal(IdentityKind.ByDefault, manifest.Tables[1].Columns[0].Identity);
        Assert.Equal(
            "Audit log.\"events \"\"old\"\"\" (user, on) -> users (id, email)",
            manifest.Tables[1].ForeignKeys[0].ToString()
        );
        Assert.Equal<TypeDefinition>(SampleManifest.Create().Tables[0].Types, manifest.Tables[0].Types);
        Assert.True(manifest.Tables[0].Keys[0].IsPrimary);
        Assert.False(manifest.Tables[0].Keys[1].IsPrimary);
    }

    [Fact]
    public void Keeps_any_name() =>
        Law.Holds(
            NastyValues.Any,
            name =>
            {
                var manifest = new Manifest(
                    null,
                    [
                        new(
                            new(name, name),
                            name,
                            1,
                            1,
                            name,
                            [new(name, name)],
                            [new(name, [name])],
                            [new(name, new(name, name), [name], new(name, name), [name])]
                        ),
                    ]
                );
                var text = ManifestJson.Write(manifest);

                var table = ManifestJson.Read(text, "snapshot.json").Tables[0];

                Assert.Equal(text, ManifestJson.Write(new Manifest(null, [table])));
                Assert.Equal(
                    (name, name, name),
                    (table.Name.Name, table.Columns[0].Name, table.ForeignKeys[0].Columns[0])
                );
                Assert.DoesNotContain('\r', text);
            }
        );

    [Fact]
    public void May_be_reformatted_and_have_properties_that_this_version_does_not_know()
    {
        var json = Sample();
        json["comment"] = "by hand";
        json["tables"]![0]!["comment"] = 1;

        Assert.Equal(
            ManifestJson.Write(SampleManifest.Create()),
            ManifestJson.Write(ManifestJson.Read(json.ToJsonString(), "snapshot.json"))
        );
    }

    [Fact]
    public void Of_a_newer_format_is_refused_whatever_else_it_says()
    {
        var error = Assert.Throws<SnapshotSeedException>(() =>
            ManifestJson.Read("""{ "format": 2, "relations": [] }""", "seed/snapshot.json")
        );

        TextAssert.Contains(error.Message, "seed/snapshot.json", "2", "1");
        Assert.Null(error.InnerException);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "format": "1", "tables": [] }""")]
    [InlineData("""{ "format": 1.5, "tables": [] }""")]
    [InlineData("""{ "format": 0, "tables": [] }""")]
    [InlineData("""{ "format": 1, "tables": {} }""")]
    [InlineData("""{ "format": 1, "tables": [ 1 ] }""")]
    [InlineData("""{ "format": 1, "tables": [] """)]
    [InlineData("<<<<<<< HEAD\n{ \"format\": 1, \"tables\": [] }\n=======\n")]
    public void That_is_none_is_refused(string json) => AssertRefused(json);

    [Theory]
    [InlineData("format")]
    [InlineData("tables")]
    [InlineData("migration/table")]
    [InlineData("migration/version")]
    [InlineData("tables/0/schema")]
    [InlineData("tables/0/name")]
    [InlineData("tables/0/file")]
    [InlineData("tables/0/rows")]
    [InlineData("tables/0/sampled")]
    [InlineData("tables/0/sha256")]
    [InlineData("tables/0/columns")]
    [InlineData("tables/0/keys")]
    [InlineData("tables/0/foreignKeys")]
    [InlineData("tables/0/columns/0/name")]
    [InlineData("tables/0/columns/0/type")]
    [InlineData("tables/0/columns/0/nullable")]
    [InlineData("tables/0/keys/0/name")]
    [InlineData("tables/0/keys/0/primary")]
    [InlineData("tables/0/keys/0/columns")]
    [InlineData("tables/1/foreignKeys/0/name")]
    [InlineData("tables/1/foreignKeys/0/columns")]
    [InlineData("tables/1/foreignKeys/0/references")]
    [InlineData("tables/1/foreignKeys/0/references/name")]
    [InlineData("tables/1/foreignKeys/0/referencedColumns")]
    public void With_a_property_missing_or_null_is_refused(string path)
    {
        AssertRefused(Changed(path, (parent, property) => parent.Remove(property)));
        AssertRefused(Changed(path, (parent, property) => parent[property] = null));
    }

    private static void AssertRefused(string json)
    {
        var error = Assert.Throws<SnapshotSeedException>(() => ManifestJson.Read(json, "seed/snapshot.json"));

        TextAssert.Contains(error.Message, "seed/snapshot.json");
        Assert.NotNull(error.InnerException);
    }

    private static string Changed(string path, Action<JsonObject, string> change)
    {
        var json = Sample();
        var steps = path.Split('/');
        var parent = steps[..^1]
            .Aggregate(json, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        change(parent.AsObject(), steps[^1]);
        return json.ToJsonString();
    }

    private static JsonNode Sample() => JsonNode.Parse(ManifestJson.Write(SampleManifest.Create()))!;
}
