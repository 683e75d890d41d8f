using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>An import that goes on where something fails.</summary>
[Collection(OneServer.Name)]
public sealed class KeepGoing(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE TABLE users (id integer PRIMARY KEY, name varchar(5), boss integer REFERENCES users);
        CREATE TABLE orders (id integer PRIMARY KEY, buyer integer NOT NULL REFERENCES users);
        CREATE TABLE lines (id integer PRIMARY KEY, of integer NOT NULL REFERENCES orders, amount integer CHECK (amount > 0));
        CREATE TABLE notes (id integer PRIMARY KEY, line text);
        CREATE TABLE teams (id integer PRIMARY KEY, lead integer);
        CREATE TABLE members (id integer PRIMARY KEY, team integer NOT NULL REFERENCES teams);
        ALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES members;
        CREATE TABLE refused (id integer PRIMARY KEY);
        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this'; END $$;
        CREATE TRIGGER no BEFORE INSERT ON refused FOR EACH ROW WHEN (new.id = 7) EXECUTE FUNCTION no()
        """;

    private const string Seed = """
        #users
        id name boss
        1 ann \N
        2 bob 9
        3 cid 2
        4 dan 1
        #orders
        id buyer
        10 1
        11 2
        12 3
        13 4
        #lines
        id of amount
        1 10 5
        2 11 5
        #notes
        id line
        1 fine
        #teams
        id lead
        1 1
        2 8
        #members
        id team
        1 1
        2 2
        3 3
        #refused
        id
        6
        7
        """;

    private static readonly ImportOptions Going = new() { KeepGoing = true };

    [SkippableFact]
    public async Task Rows_without_parents_stay_out_with_what_depends_on_them()
    {
        await using var shop = await SeededAsync(Seed);
        await shop.Target.ExecuteAsync("DROP TRIGGER no ON refused");

        var result = await shop.ImportAsync(Going);

        Assert.Equal(
            ["lines 1 1", "members 1 2", "notes 1 0", "orders 2 2", "refused 2 0", "teams 1 1", "users 2 2"],
            Counts(result)
        );
        Assert.Equal(
            [
                "lines.tsv 3 ParentNotLoaded",
                "members.tsv 3 ParentNotLoaded",
                "members.tsv 4 Dangling",
                "orders.tsv 3 ParentNotLoaded",
                "orders.tsv 4 ParentNotLoaded",
                "teams.tsv 3 Dangling",
                "users.tsv 3 Dangling",
                "users.tsv 4 ParentNotLoaded",
            ],
            result
                .Problems.Select(problem => $"{problem.File} {problem.Line} {problem.Kind}")
                .Order(StringComparer.Ordinal)
        );
        Assert.Empty(await shop.Target.DanglingAsync());
        Assert.Equal(0, (await shop.ImportAsync(Going)).Tables.Sum(table => table.Inserted));
    }

    [SkippableTheory]
    [InlineData("1 fine", "one fine", "notes", RowProblemKind.Value)]
    [InlineData("1 10 5", "1 10 -5", "lines", RowProblemKind.Check)]
    [InlineData("1 fine", "1 fine\n1 again", "notes", RowProblemKind.Duplicate)]
    [InlineData("id line", "id text", "notes", RowProblemKind.UnknownColumn)]
    [InlineData("1 fine", "1", "notes", RowProblemKind.Unreadable)]
    [InlineData("1 ann \\N", "1 anneliese \\N", "users", RowProblemKind.Value)]
    public async Task What_fails_does_not_stop_the_others(string old, string edited, string table, RowProblemKind kind)
    {
        await using var shop = await SeededAsync(Seed.Replace(old, edited, StringComparison.Ordinal));

        var run = await Tool.RunToEndAsync([
            "import",
            "--target",
            shop.Target.Url,
            "--snapshot",
            shop.Folder,
            "--keep-going",
        ]);
        var again = await shop.ImportAsync(Going);

        Assert.Equal(1, run.ExitCode);
        TextAssert.Contains(run.Output, $"{table}.tsv line", "refused.tsv line 3", "not this", "not loaded");
        Assert.Contains(kind, again.Problems.Select(problem => problem.Kind));
        Assert.Equal(
            kind == RowProblemKind.Duplicate ? "1" : "0",
            await shop.Target.ScalarAsync($"SELECT count(*) FROM {table}")
        );
        Assert.Equal(
            table == "notes" && kind != RowProblemKind.Duplicate ? "0" : "1",
            await shop.Target.ScalarAsync("SELECT count(*) FROM notes")
        );
        Assert.Equal(table == "users" ? "0" : "2", await shop.Target.ScalarAsync("SELECT count(*) FROM orders"));
        Assert.Equal("6", await shop.Target.ScalarAsync("SELECT id FROM refused"));
    }

    [SkippableFact]
    public async Task A_file_that_the_manifest_names_and_the_folder_lacks_is_told()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        File.Delete(shop.Path("customers.tsv"));

        TextAssert.Contains((await shop.RefusalAsync()).Message, "customers.tsv");
        var result = await shop.ImportAsync(Going);
        Assert.Contains(
            (RowProblemKind.NoFile, "customers.tsv"),
            result.Problems.Select(problem => (problem.Kind, problem.File!))
        );
        Assert.Equal(0, result.Tables.Sum(table => table.Inserted));
    }

    [SkippableFact]
    public async Task Tables_that_are_named_need_only_their_own_files()
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Shop.Schema, Shop.Data);
        File.Delete(shop.Path("orders.tsv"));

        Assert.NotEqual(
            0,
            (await shop.ImportAsync(new() { Only = ["customers"] })).Tables.Sum(table => table.Inserted)
        );
    }

    private async Task<Scenario> SeededAsync(string seed)
    {
        var shop = await Scenario.CreateAsync(postgres, Schema, "SELECT 1");
        HandWritten.Write(shop.Folder, seed);
        return shop;
    }

    private static IEnumerable<string> Counts(ImportResult result) =>
        result.Tables.Select(table => $"{table.Table} {table.Inserted} {table.Failed}").Order(StringComparer.Ordinal);
}
