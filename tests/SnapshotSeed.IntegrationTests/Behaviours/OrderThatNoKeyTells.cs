using SnapshotSeed.IntegrationTests.Postgres;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Rows that triggers and checks expect to find, though no foreign key says so, or not in which order.</summary>
[Collection(OneServer.Name)]
public sealed class OrderThatNoKeyTells(PostgresFixture postgres)
{
    private const string Tree = """
        CREATE TABLE tree (id integer PRIMARY KEY, parent integer REFERENCES tree, path text NOT NULL);
        CREATE FUNCTION set_path() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            new.path := coalesce((SELECT path FROM public.tree WHERE id = new.parent) || '/', CASE WHEN new.parent IS NULL THEN '' END) || new.id;
            RETURN new;
        END $$
        """;

    private const string Trigger =
        "; CREATE TRIGGER set_path BEFORE INSERT ON tree FOR EACH ROW EXECUTE FUNCTION set_path()";

    [SkippableTheory]
    [InlineData(50)]
    [InlineData(7000)]
    public async Task Rows_of_a_table_that_references_itself_go_parents_first(int rows)
    {
        // The parent's key is the larger one, five rows deep.
        const string Step =
            "UPDATE tree t SET path = p.path || '/' || t.id FROM tree p WHERE p.id = t.parent AND p.path <> '' AND t.path = '';";
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Tree,
            $"INSERT INTO tree SELECT n, CASE WHEN n % 5 > 0 THEN n + 1 END, '' FROM generate_series(1, {rows}) n ORDER BY n DESC;"
                + "UPDATE tree SET path = id WHERE parent IS NULL;"
                + string.Concat(Enumerable.Repeat(Step, 4))
        );
        await shop.ExportAsync(new() { Limit = rows });
        await shop.Target.ExecuteAsync(Trigger[1..]);

        var result = await shop.ImportAsync();

        Assert.Equal(rows, result.Tables.Single().Inserted);
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task A_check_on_the_row_before_finds_it()
    {
        const string Schema = """
            CREATE TABLE steps (id integer PRIMARY KEY, next integer REFERENCES steps);
            CREATE FUNCTION is_known(integer) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN $1 IS NULL OR EXISTS (SELECT FROM public.steps WHERE id = $1); END';
            ALTER TABLE steps ADD CHECK (is_known(next))
            """;
        await using var shop = await Scenario.CreateAsync(
            postgres,
            Schema,
            "INSERT INTO steps SELECT n, CASE WHEN n < 30 THEN n + 1 END FROM generate_series(1, 30) n ORDER BY n DESC"
        );
        await shop.ExportAsync();

        Assert.Equal(30, (await shop.ImportAsync()).Tables.Single().Inserted);
    }

    [SkippableTheory]
    [InlineData("ALTER TABLE a_data ADD CHECK (in_dict(val))")]
    [InlineData("CREATE DOMAIN known AS text CHECK (in_dict(value)); ALTER TABLE a_data ALTER val TYPE known")]
    [InlineData(
        "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NOT public.in_dict(new.val) THEN RAISE ''not in z_dict''; END IF; RETURN new; END'; CREATE TRIGGER look BEFORE INSERT ON a_data FOR EACH ROW EXECUTE FUNCTION look()"
    )]
    [InlineData(
        "CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NOT public.in_dict(new.val) THEN RETURN NULL; END IF; RETURN new; END'; CREATE TRIGGER look BEFORE INSERT ON a_data FOR EACH ROW EXECUTE FUNCTION look()"
    )]
    public async Task What_looks_another_table_up_is_tried_again_behind_it(string rule)
    {
        var schema = $"""
            CREATE TABLE z_dict (val text PRIMARY KEY);
            CREATE TABLE a_data (id integer PRIMARY KEY, val text);
            CREATE TABLE b_more (id integer PRIMARY KEY, data integer REFERENCES a_data);
            CREATE FUNCTION in_dict(text) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN EXISTS (SELECT FROM public.z_dict WHERE val = $1); END';
            {rule}
            """;
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            schema,
            "INSERT INTO z_dict VALUES ('x'), ('y'); INSERT INTO a_data VALUES (1, 'x'), (2, 'y'); INSERT INTO b_more VALUES (1, 1)"
        );

        var run = await Tool.RunToEndAsync(
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--verify"
        );

        Assert.Equal(0, run.ExitCode);
        TextAssert.Contains(run.Output, "a_data: 2 new", "b_more: 1 new", "z_dict: 2 new");
        TextAssert.Contains(run.Errors, "a_data", "retrying after the other tables");

        // What is refused for good is told, with its line, and nothing is written.
        await shop.EditAsync("a_data.tsv", "2\ty", "3\tz");
        var refusal = await shop.RefusalAsync();
        TextAssert.Contains(refusal.Message, "a_data");
    }

    [SkippableFact]
    public async Task An_event_trigger_on_tables_does_not_stop_large_files()
    {
        await using var shop = await Scenario.CreateAsync(
            postgres,
            "CREATE TABLE many (id integer PRIMARY KEY, v text)",
            "INSERT INTO many SELECT n, 'v' FROM generate_series(1, 20000) n"
        );
        await shop.ExportAsync(new() { Limit = 100_000 });
        await shop.Target.ExecuteAsync(
            "CREATE FUNCTION no_tables() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no tables here''; END';"
                + "CREATE EVENT TRIGGER no_tables ON ddl_command_start WHEN tag IN ('CREATE TABLE') EXECUTE FUNCTION no_tables()"
        );

        var result = await shop.ImportAsync();

        Assert.Equal(20_000, result.Tables.Single().Inserted);
        Assert.True((await shop.VerifyAsync()).Succeeded);
        await shop.Target.ExecuteAsync("DROP EVENT TRIGGER no_tables");
    }
}
