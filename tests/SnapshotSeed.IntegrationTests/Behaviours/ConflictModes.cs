using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>What becomes of rows that the target holds already.</summary>
[Collection(OneServer.Name)]
public sealed class ConflictModes(PostgresFixture postgres)
{
    // A cycle, a table of a key with NULLs, one without any key, an identity, and a note of every UPDATE.
    private const string Schema = """
        CREATE TABLE teams (id integer PRIMARY KEY, name varchar(20) UNIQUE, lead integer);
        CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, team integer NOT NULL REFERENCES teams, mood text);
        ALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES users;
        CREATE TABLE marks (team integer NOT NULL REFERENCES teams, kind text, value numeric(10,2), UNIQUE (team, kind));
        CREATE TABLE notes (line text);
        CREATE TABLE big (id integer PRIMARY KEY, value text);
        CREATE SCHEMA trace;
        CREATE TABLE trace.touched (what text);
        CREATE FUNCTION trace.touch() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO trace.touched VALUES (tg_table_name || ' ' || new::text); RETURN new; END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION trace.touch();
        CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION trace.touch();
        CREATE TRIGGER touch BEFORE UPDATE ON big FOR EACH ROW EXECUTE FUNCTION trace.touch()
        """;

    private const string Data = """
        INSERT INTO teams SELECT n, 'team ' || n, NULL FROM generate_series(1, 5) n;
        INSERT INTO users OVERRIDING SYSTEM VALUE SELECT n, 1 + n % 5, 'fine' FROM generate_series(1, 20) n;
        UPDATE teams SET lead = id;
        INSERT INTO marks VALUES (1, 'a', 1), (1, 'b', 2.5), (2, NULL, 3), (2, NULL, 3), (3, 'a', 4);
        INSERT INTO notes VALUES ('same'), ('same'), ('other');
        INSERT INTO big SELECT n, 'value ' || n FROM generate_series(1, 6000) n
        """;

    private static readonly ImportOptions Update = new() { OnConflict = ConflictMode.Update };

    [SkippableFact]
    public async Task Update_touches_the_rows_that_differ_and_no_others()
    {
        await using var shop = await LoadedAsync();
        await shop.Target.ExecuteAsync(
            """
            UPDATE teams SET name = 'Team Three' WHERE id = 3;
            UPDATE teams SET lead = NULL WHERE id = 4;
            UPDATE users SET mood = NULL, team = 5 WHERE id IN (7, 8);
            DELETE FROM users WHERE id IN (11, 12);
            UPDATE marks SET value = 9 WHERE team = 1;
            UPDATE big SET value = 'x' WHERE id IN (5, 5999);
            DELETE FROM big WHERE id = 6000;
            DELETE FROM notes WHERE line = 'other';
            TRUNCATE trace.touched
            """
        );

        var result = await shop.ImportAsync(Update);

        Assert.Equal(
            [("big", 1, 2, 5997), ("marks", 0, 2, 3), ("notes", 1, 0, 2), ("teams", 0, 2, 3), ("users", 2, 2, 16)],
            Counts(result)
        );
        Assert.Equal("6", await shop.Target.ScalarAsync("SELECT count(*) FROM trace.touched"));
        Assert.True((await shop.VerifyAsync()).Succeeded);
        var before = await shop.Target.ScalarAsync("SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM users");
        var again = await shop.ImportAsync(Update);
        Assert.All(again.Tables, table => Assert.Equal((0, 0, 0), (table.Inserted, table.Updated, table.Different)));
        Assert.Equal(
            before,
            await shop.Target.ScalarAsync("SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM users")
        );
        Assert.Equal("6", await shop.Target.ScalarAsync("SELECT count(*) FROM trace.touched"));
    }

    [SkippableFact]
    public async Task A_unique_value_that_an_update_frees_may_be_inserted()
    {
        await using var shop = await LoadedAsync();
        await shop.Target.ExecuteAsync(
            "UPDATE teams SET lead = NULL; DELETE FROM marks; DELETE FROM users WHERE team = 5; DELETE FROM teams WHERE id = 5;"
                + "UPDATE teams SET name = 'team 5' WHERE id = 1"
        );

        var result = await shop.ImportAsync(Update);

        Assert.Equal(
            (1, 4),
            result.Tables.Where(t => t.Table == "teams").Select(t => (t.Inserted, t.Updated)).Single()
        );
        Assert.True((await shop.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Each_table_may_have_its_own_mode_and_key()
    {
        await using var shop = await LoadedAsync();
        await shop.Target.ExecuteAsync(
            "UPDATE users SET mood = 'bad'; UPDATE teams SET lead = NULL; DELETE FROM notes WHERE line = 'same';"
                + "INSERT INTO notes VALUES ('same')"
        );

        var result = await shop.ImportAsync(
            new ImportOptions
            {
                OnConflict = ConflictMode.Update,
                Tables =
                {
                    ["public.users"] = new() { OnConflict = ConflictMode.Skip, Key = ["id"] },
                    ["marks"] = new() { OnConflict = ConflictMode.Skip },
                },
            }
        );

        Assert.Equal(
            [("big", 0, 0, 6000), ("marks", 0, 0, 5), ("notes", 1, 0, 2), ("teams", 0, 5, 0), ("users", 0, 0, 20)],
            Counts(result)
        );
        Assert.Equal(20, result.Tables.Single(table => table.Table == "users").Different);
    }

    [SkippableFact]
    public async Task Fail_names_the_rows_that_are_there()
    {
        await using var shop = await LoadedAsync();
        await shop.Target.ExecuteAsync("DELETE FROM big WHERE id > 2; DELETE FROM marks");

        var refusal = await shop.RefusalAsync(new() { OnConflict = ConflictMode.Fail });

        Assert.Contains(
            (RowProblemKind.AlreadyThere, "users.tsv", 2L),
            refusal.Problems.Places().Select(place => (place.Kind, place.File!, place.Line!.Value))
        );
        Assert.All(refusal.Problems, problem => Assert.Equal(RowProblemKind.AlreadyThere, problem.Kind));
        TextAssert.Contains(refusal.Hint, nameof(ImportOptions.OnConflict));

        await using var empty = await Scenario.ExportedAsync(postgres, Schema, Data);
        Assert.Equal(
            138,
            (await empty.ImportAsync(new() { OnConflict = ConflictMode.Fail })).Tables.Sum(t => t.Inserted)
        );
    }

    [SkippableFact]
    public async Task A_key_that_no_constraint_backs_is_checked_before_the_insert()
    {
        const string schema = """
            CREATE TABLE campaigns (id integer PRIMARY KEY, tenant integer, name text, note text)
            """;
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            schema,
            "INSERT INTO campaigns VALUES (1, 1, 'spring', 'a'), (2, 1, NULL, 'b'), (3, 2, 'spring', 'c')"
        );
        var named = new ImportOptions
        {
            Tables =
            {
                ["campaigns"] = new() { Key = ["tenant", "name"], OnConflict = ConflictMode.Update },
            },
        };
        await shop.ImportAsync(named);
        await shop.EditAsync("campaigns.tsv", "\tb", "\tB");

        var second = await shop.ImportAsync(named);
        Assert.Equal([("campaigns", 0, 1, 2)], Counts(second));
        Assert.Equal("B", await shop.Target.ScalarAsync("SELECT note FROM campaigns WHERE id = 2"));

        await shop.Target.ExecuteAsync("INSERT INTO campaigns VALUES (7, 1, NULL, 'd'), (9, 2, 'spring', 'e')");
        var several = await shop.RefusalAsync(named);
        Assert.Equal([RowProblemKind.SeveralRows, RowProblemKind.SeveralRows], several.Problems.Select(p => p.Kind));
        TextAssert.Contains(several.Message, "campaigns.tsv line 3", "id = 2 and id = 7");

        await shop.Target.ExecuteAsync("DELETE FROM campaigns");
        await shop.EditAsync("campaigns.tsv", "3\t2\tspring", "3\t1\tspring");
        Assert.Equal(
            (RowProblemKind.Duplicate, "campaigns.tsv", 2),
            (await shop.RefusalAsync(named)).Problem().Place()
        );
    }

    [SkippableTheory]
    [InlineData("CREATE RULE nothing AS ON UPDATE TO users DO INSTEAD NOTHING", RowProblemKind.RulesOnUpdate)]
    [InlineData(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;"
            + "CREATE TRIGGER no BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION no()",
        RowProblemKind.NotUpdated
    )]
    public async Task Updates_that_a_rule_or_trigger_turns_away_are_an_error(string sql, RowProblemKind kind)
    {
        await using var shop = await LoadedAsync();
        await shop.Target.ExecuteAsync($"UPDATE users SET mood = 'bad' WHERE id < 4; {sql}");

        Assert.Equal(kind, (await shop.RefusalAsync(Update)).Problem().Kind);
    }

    [SkippableFact]
    public async Task What_is_said_of_tables_and_columns_that_do_not_exist_is_refused()
    {
        await using var shop = await LoadedAsync();

        var column = await shop.RefusalAsync(new() { Tables = { ["users"] = new() { Key = ["id", "mode"] } } });
        var table = await shop.RefusalAsync(new() { Tables = { ["user"] = new() { Ids = IdMode.Keep } } });

        TextAssert.Contains(column.Message, "users", "mode", "did you mean mood?");
        TextAssert.Contains(table.Message, "user");
        Assert.Equal((FailureKind.WrongUsage, FailureKind.WrongUsage), (column.Kind, table.Kind));
    }

    private async Task<Scenario> LoadedAsync()
    {
        var shop = await Scenario.ExportedAsync(
            postgres,
            Schema,
            Data,
            new() { Limit = 10_000, Exclude = ["trace.touched"] }
        );
        await shop.ImportAsync();
        return shop;
    }

    private static IEnumerable<(string, int, int, int)> Counts(ImportResult result) =>
        result
            .Tables.Select(t => (t.Table, (int)t.Inserted, (int)t.Updated, (int)t.Skipped))
            .OrderBy(t => t.Table, StringComparer.Ordinal);
}
