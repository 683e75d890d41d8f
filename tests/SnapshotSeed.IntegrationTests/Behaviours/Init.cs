using System.Text.Json;
using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>A first configuration, made from a database.</summary>
[Collection(OneServer.Name)]
public sealed class Init(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task Names_every_table_with_what_was_found_and_can_be_used_at_once()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            """"
            CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
            CREATE TABLE orders (id serial PRIMARY KEY, buyer integer REFERENCES users);
            CREATE TABLE lines (of integer REFERENCES orders, position integer, PRIMARY KEY (of, position));
            CREATE TABLE tags (subject_type text, subject_id integer, tag text);
            CREATE SCHEMA audit; CREATE TABLE audit."Odd ""name""" (line text);
            CREATE TABLE schema_migrations (version text PRIMARY KEY)
            """",
            "INSERT INTO users VALUES (1, 'ann')"
        );
        using var temporary = new TemporaryFolder();
        var file = temporary["snapshotseed.json"];

        var made = await Tool.RunToEndAsync(["init", "--source", shop.Source.Url, "--config", file]);
        var text = await File.ReadAllTextAsync(file);
        var again = await Tool.RunToEndAsync(["init", "--source", shop.Source.Url, "--config", file]);
        var export = await Tool.RunToEndAsync([
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--config",
            file,
        ]);

        Assert.Equal((0, 2, 0), (made.ExitCode, again.ExitCode, export.ExitCode));
        TextAssert.Contains(
            made.Output,
            "snapshotseed.json",
            "export-demo-seed",
            "import-demo-seed-to-test",
            "refresh-test-seed-from-demo"
        );
        TextAssert.Contains(
            text,
            "keys (id) (name); id is generated",
            "needs a \"key\" without it",
            "\"with\": [\"lines\"]",
            "subject_type and subject_id look polymorphic",
            "no key: rows are compared whole"
        );
        TextAssert.DoesNotContain(text, "schema_migrations");
        Assert.True(
            text.IndexOf("\"users\"", StringComparison.Ordinal) < text.IndexOf("\"orders\"", StringComparison.Ordinal)
        );
        Assert.Equal(text, await File.ReadAllTextAsync(file));
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(temporary["snapshotseed.schema.json"]));
        Assert.Equal("snapshotseed.json", schema.RootElement.GetProperty("title").GetString());
    }

    [SkippableFact]
    public async Task In_JSON_names_the_files_and_overwrites_no_other_schema()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        using var temporary = new TemporaryFolder();
        var (file, schema) = (temporary["own.json"], temporary["snapshotseed.schema.json"]);
        await File.WriteAllTextAsync(schema, "{}");

        var refused = await Tool.RunToEndAsync("init", "--source", shop.Source.Url, "--config", file, "--json");
        Assert.Equal((2, "{}"), (refused.ExitCode, await File.ReadAllTextAsync(schema)));
        Assert.False(File.Exists(file));
        using var error = JsonDocument.Parse(refused.Output);
        TextAssert.Contains(error.RootElement.GetProperty("error").GetString()!, "snapshotseed.schema.json");

        File.Delete(schema);
        var made = await Tool.RunToEndAsync("init", "--source", shop.Source.Url, "--config", file, "--json");
        using var json = JsonDocument.Parse(made.Output);
        Assert.Equal(
            [file, schema],
            json.RootElement.GetProperty("files").EnumerateArray().Select(name => name.GetString())
        );
    }
}
