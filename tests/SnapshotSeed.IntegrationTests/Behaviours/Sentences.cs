using SnapshotSeed.Cli.Connections;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// What is said about mistakes that only a server knows of. All others are worded in Core.Tests; that they are found is
/// for the other tests here.
/// </summary>
[Collection(OneServer.Name)]
public sealed class Sentences(PostgresFixture postgres)
{
    [SkippableFact]
    public async Task About_a_target_that_refuses_rows_are_those_approved()
    {
        var said = new FailureTranscript();
        await RefusedAsync(said, "a trigger that swallows a row", Trigger("RETURN NULL", "BEFORE"));
        await RefusedAsync(said, "a trigger that raises an error", Trigger("RAISE EXCEPTION 'closed'", "BEFORE"));
        await RefusedAsync(
            said,
            "a trigger that changes a key",
            Trigger("UPDATE customers SET id = 1000 WHERE id = NEW.id", "AFTER")
        );
        await RefusedAsync(said, "a rule", "CREATE RULE nowhere AS ON INSERT TO items DO INSTEAD NOTHING");
        await RefusedAsync(
            said,
            "a key over a column that the file lacks",
            "ALTER TABLE customers ADD tenant integer NOT NULL DEFAULT 1, ADD CONSTRAINT one UNIQUE (tenant); ALTER TABLE orders DROP CONSTRAINT orders_customer"
        );
        await RefusedAsync(
            said,
            "a constraint over a column that the file lacks",
            "ALTER TABLE customers ADD half integer GENERATED ALWAYS AS (id / 2) STORED, ADD CONSTRAINT low CHECK (half < 1)"
        );
        await RefusedAsync(
            said,
            "rows that are refused, and a trigger that raises an error",
            Trigger("RAISE EXCEPTION 'closed'", "BEFORE"),
            shop => shop.EditAsync("orders.tsv", "\t11.50", "\t-11.50")
        );
        await RefusedAsync(
            said,
            "lines that end in two ways",
            "",
            shop =>
                File.WriteAllTextAsync(
                    shop.Path("orders.tsv"),
                    "id\tcustomer_id\ttotal\n"
                        + string.Concat(
                            Enumerable.Range(1, 6000).Select(n => $"{n}\t1\t1.00{(n == 7 ? "\r\n" : "\n")}")
                        )
                )
        );

        Approval.Verify(said.ToString(), "refused-rows");
    }

    [SkippableFact]
    public async Task About_tables_that_cannot_be_emptied_are_those_approved()
    {
        var said = new FailureTranscript();
        var options = new ImportOptions { TruncateFirst = true };
        const string reviews = "CREATE TABLE reviews (customer integer CONSTRAINT of_customer REFERENCES customers);";
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.ImportAsync();

        await shop.Target.ExecuteAsync(reviews + "INSERT INTO reviews VALUES (1)");
        said.Of("rows of another table", await shop.RefusalAsync(options));
        await shop.Target.ExecuteAsync(
            """
            TRUNCATE reviews;
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER keep BEFORE DELETE ON items FOR EACH ROW EXECUTE FUNCTION keep();
            ALTER TABLE items DROP CONSTRAINT items_order
            """
        );
        said.Of("a trigger that keeps rows", await shop.RefusalAsync(options));

        Approval.Verify(said.ToString(), "tables-not-emptied");
    }

    [SkippableFact]
    public async Task About_a_source_are_those_approved()
    {
        var said = new FailureTranscript();
        const string schema =
            "CREATE TABLE unwanted (id integer); CREATE TABLE x (id integer PRIMARY KEY); CREATE TABLE a (id integer PRIMARY KEY, x integer REFERENCES x); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a)";
        const string data =
            "INSERT INTO x VALUES (1); INSERT INTO a VALUES (1, 1), (2, NULL), (3, NULL); INSERT INTO b VALUES (1, 1)";
        await using var way = await Scenario.CreateAsync(postgres, schema, data);
        await said.OfAsync("rows that all lead to excluded ones", () => way.ExportAsync(new() { Exclude = ["x"] }));
        await using var pair = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (a integer NOT NULL REFERENCES p, b integer NOT NULL REFERENCES p)",
            "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 2)"
        );
        await said.OfAsync(
            "no floor under rows that need more than the limit has",
            () =>
                pair.ExportAsync(
                    new()
                    {
                        Floor = 0,
                        Limit = 1,
                        Headroom = 0,
                    }
                )
        );
        await said.OfAsync(
            "tables that are rewritten again and again",
            () => RewrittenTables.ExportAsync(way, "ALTER TABLE b ALTER id TYPE integer USING id + 0", () => true)
        );
        await using var ladder = await Scenario.CreateAsync(postgres, LongWays.Ladder(levels: 22), "SELECT");
        await said.OfAsync("too many ways to excluded rows", () => ladder.ExportAsync(new() { Exclude = ["x"] }));

        Approval.Verify(said.ToString(), "refused-samples");
    }

    [SkippableFact]
    public async Task About_connections_are_those_approved()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Shop.Schema, Shop.Data);
        var said = new FailureTranscript()
            .Showing($"{shop.Source.Name} at 127.0.0.1:{shop.Source.Port}", "SOURCE")
            .Showing(shop.Source.Name, "SOURCE");
        await using (var source = await shop.Source.OpenAsync())
        await using (var target = await shop.Source.OpenAsync())
            await said.OfAsync(
                "source and target that are one",
                () => TargetGuard.GuardAsync(source, target, new ImportOptions())
            );
        await said.OfAsync(
            "another kind of server",
            () =>
                OpenDatabase.OpenAsync(
                    DatabaseAddress.Source($"{shop.Source.Url}?target_session_attrs=standby", _ => null),
                    CancellationToken.None
                )
        );

        Approval.Verify(said.ToString(), "refused-connections");
    }

    private static string Trigger(string action, string time) =>
        $"""
            CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.id = 2 THEN {action}; END IF; RETURN NEW; END $$;
            CREATE TRIGGER meddle {time} INSERT ON customers FOR EACH ROW EXECUTE FUNCTION meddle(); ALTER TABLE orders DROP CONSTRAINT orders_customer
            """;

    private async Task RefusedAsync(
        FailureTranscript said,
        string mistake,
        string change,
        Func<Scenario, Task>? editAsync = null
    )
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        await shop.Target.ExecuteAsync($"SELECT 1; {change}");
        if (editAsync is not null)
            await editAsync(shop);
        said.Of(mistake, await Assert.ThrowsAsync<SnapshotSeedException>(() => shop.ImportAsync()));
    }
}
