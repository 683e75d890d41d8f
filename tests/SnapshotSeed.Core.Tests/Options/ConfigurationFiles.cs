using SnapshotSeed.Cli;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Core.Tests.Options;

public sealed class ConfigurationFiles
{
    private const string Whole = """
        {
          // What a team keeps beside its code.
          "$schema": "https://example.org/snapshotseed.schema.json",
          "source": "postgresql://reader:${DEMO_PASSWORD}@demo/shop", "target": "${TEST}",
          "snapshot": "fixtures/seed",
          "limit": 50, "floor": 5, "headroom": 20, "order": "newest:created_at",
          "schemas": ["public", "audit"], "exclude": ["audit.*"],
          "tables": {
            "orders": { "limit": 20, "floor": 2, "where": "status <> 'draft'", "order": "random:7", "with": ["lines"],
                        "columns": { "notes": { "skip": true }, "email": { "skip": false }, "token": { "skip": true } } },
            "users": { "where": "tenant = 7", "ids": "assign", "onConflict": "fail", "key": ["tenant", "name"] },
          },
          "onConflict": "update", "ids": "keep", "null": "", "allowTargets": ["shop_ci"],
          "migrationTables": { "my_versions": "version" },
          "groups": { "ota": ["firmware", "campaigns"], "all": ["ota", "users"] },
          "references": [{ "from": "tags(of)", "to": "items(id)", "where": "kind = 'item'" }, { "from": "a(b)", "to": "c(d)" }],
          "include": [{ "table": "users", "where": "name = 'demo'", "children": 500 }, { "table": "roles", "where": "true" }]
        }
        """;

    [Fact]
    public void Say_what_to_take_and_where_from()
    {
        var configuration = Parse(Whole);

        Assert.Equal(
            ("postgresql://reader:secret@demo/shop", "postgresql://test", "fixtures/seed"),
            (configuration.Source, configuration.Target, configuration.Snapshot)
        );
        var export = configuration.Export;
        Assert.Equal(
            (50, 5, 20, Order.Newest("created_at")),
            (export.Limit, export.Floor, export.Headroom, export.Order)
        );
        Assert.Equal("public audit", string.Join(' ', export.Schemas));
        Assert.Equal("audit.*", Assert.Single(export.Exclude));
        var orders = export.Tables["orders"];
        Assert.Equal((20, 2, Order.Random("7")), (orders.Limit, orders.Floor, orders.Order));
        Assert.Equal(
            [("orders", "status <> 'draft'"), ("users", "tenant = 7")],
            export.Tables.Pairs(table => table.Where)
        );
        Assert.Equal([("orders", "lines")], export.Tables.Pairs(table => table.With));
        Assert.Equal(
            ["notes", "token"],
            orders.Columns.Where(column => column.Value.Skip).Select(column => column.Key)
        );
        Assert.Equal(
            [new Include("users", "name = 'demo'") { Children = 500 }, new Include("roles", "true")],
            export.Include.ToArray()
        );
    }

    [Fact]
    public void Say_what_the_database_does_not_to_export_and_import_alike()
    {
        var (export, import) = (Parse(Whole).Export, Parse(Whole).Import);

        Assert.Equal("version", export.MigrationTables["my_versions"]);
        Assert.Equal("ota users", string.Join(' ', export.Groups["all"]));
        Assert.Equal(
            [("tags(of) -> items(id)", "kind = 'item'"), ("a(b) -> c(d)", null)],
            export.References.Select(reference => (reference.ToString(), reference.Where))
        );
        Assert.Equal(export.MigrationTables, import.MigrationTables);
        Assert.Equal(export.Groups.Keys, import.Groups.Keys);
        Assert.Equal(export.References.ToArray(), import.References.ToArray());
    }

    [Fact]
    public void Say_how_to_load()
    {
        var import = Parse(Whole).Import;

        Assert.Equal((ConflictMode.Update, IdMode.Keep, ""), (import.OnConflict, import.Ids, import.Null));
        Assert.Equal("shop_ci", Assert.Single(import.AllowTargets));
        var users = Assert.Single(import.Tables).Value;
        Assert.Equal((IdMode.Assign, ConflictMode.Fail), (users.Ids, users.OnConflict));
        Assert.Equal(["tenant", "name"], users.Key.ToArray());
    }

    [Fact]
    public void May_be_empty()
    {
        Assert.Equal(new ExportOptions().Limit, Parse("{}").Export.Limit);
        Assert.Null(Parse("{ /* nothing */ }").Source);
    }

    [Fact]
    public void That_are_wrong_are_told_together_each_with_its_line_and_what_was_meant()
    {
        var error = Assert.Throws<SnapshotSeedException>(object? () =>
            Parse(
                """
                {
                  "limt": 5,
                  "floor": -1, "headroom": 1.5,
                  "order": "oldest",
                  "source": "${NOBODY}",
                  "tables": { "orders": { "limits": 1, "with": "lines" }, "users": 7 },
                  "include": [{ "table": "users" }],
                  "exclude": "audit",
                  "snapshot": null,
                  "snapshot": "a",
                  "schemas": [1]
                }
                """
            )
        );

        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        Assert.Equal(
            [
                "line 2: unknown key limt; did you mean limit?",
                "line 3: expected a number of rows, 0 or more",
                "line 3: expected a number of rows, 0 or more",
                "line 4: expected key, newest, newest:COLUMN, random:SEED or coverage",
                "line 5: the variable NOBODY is not set",
                "line 6: unknown key limits; did you mean limit?",
                "line 6: expected an array: [ … ]",
                "line 6: expected an object: { … }",
                "line 7: an entry of include needs table and where",
                "line 8: expected an array: [ … ]",
                "line 9: expected a string",
                "line 10: duplicate key snapshot",
                "line 11: expected a string",
            ],
            error.Message.Split("\n  - ")[1..]
        );
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"limit\": 5\n\"floor\": 1 }", 3)]
    [InlineData("{ \"limit\": 5 ", 1)]
    [InlineData("{ } 7", 1)]
    [InlineData("{\n\"limit\": 05 }", 2)]
    public void That_are_no_JSON_are_told_with_the_line(string text, int line)
    {
        var error = Assert.Throws<SnapshotSeedException>(object? () => Parse(text));

        TextAssert.Contains(error.Message, "shop.json", FormattableString.Invariant($"line {line}"));
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
    }

    [Fact]
    public void Give_way_to_the_command_line()
    {
        var configured = Parse(Whole).Export;
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["own.json"], Whole);
        string[] arguments =
        [
            .. $"export --config {directory["own.json"]} --limit 7 --order key --table-limit users=3 --exclude logs".Split(
                ' '
            ),
            "--where",
            "users: tenant = 8",
        ];
        using var errors = new StringWriter();
        var verb = CommandLineReader.Read(arguments, errors, errors).Verb!;

        var options = verb.Configured(new VerbContext(TextWriter.Null, new LogLines(), Variable)).Export;

        Assert.Equal((7, 5, Order.Key), (options.Limit, options.Floor, options.Order));
        Assert.Equal((20, 3), (options.Tables["orders"].Limit, options.Tables["users"].Limit));
        Assert.All(options.Tables.Values, table => Assert.Null(table.Order));
        Assert.Equal("logs", Assert.Single(options.Exclude));
        Assert.Equal([("users", "tenant = 8")], options.Tables.Pairs(table => table.Where));
        Assert.Equal(configured.Tables.Pairs(table => table.With), options.Tables.Pairs(table => table.With));
        Assert.Equal(configured.Include.ToArray(), options.Include.ToArray());
    }

    [Fact]
    public void That_were_named_have_to_be_there()
    {
        using var directory = new TemporaryDirectory();
        var context = new VerbContext(TextWriter.Null, new LogLines(), _ => null);

        var error = Assert.Throws<ToolException>(object? () => context.Configuration(directory["none.json"]));

        TextAssert.Contains(error.Message, "none.json");
        Assert.Equal(FailureKind.WrongUsage, error.Kind);
        Assert.Null(context.Configuration(null).Source);
    }

    [Fact]
    public void Are_named_in_messages_as_they_were_named()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["own.json"], "{}");
        var context = new VerbContext(TextWriter.Null, new LogLines(), _ => null);
        Assert.Equal("references in snapshotseed.json", context.NameOf(Setting.References));

        context.Configuration(directory["own.json"]);

        Assert.Equal($"references in {directory["own.json"]}", context.NameOf(Setting.References));
        Assert.Equal($"tables.orders.floor in {directory["own.json"]}", context.NameOf(Setting.Floor.Of("orders")));
        Assert.Equal("--table-limit orders", context.NameOf(Setting.TableLimit.Of("orders")));
        Assert.Equal("--drift adapt", context.NameOf(Setting.Drift.As("adapt")));
        Assert.Equal("Drift = DriftMode.Adapt", Setting.Drift.As("adapt").InLibrary);
        Assert.Equal("Tables[\"orders\"].Limit", Setting.TableLimit.Of("orders").InLibrary);
    }

    private static SnapshotConfiguration Parse(string text) => SnapshotConfiguration.Parse(text, "shop.json", Variable);

    private static string? Variable(string name) =>
        name switch
        {
            "DEMO_PASSWORD" => "secret",
            "TEST" => "postgresql://test",
            _ => null,
        };
}
