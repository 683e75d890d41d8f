using System.Globalization;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>A target whose schema is not the snapshot's.</summary>
[Collection(OneServer.Name)]
public sealed class Drift(PostgresFixture postgres)
{
    private static readonly ImportOptions Adapting = new() { Drift = DriftMode.Adapt };

    [SkippableTheory]
    [InlineData("numeric(10,2)", "12.00", "integer", "12")]
    [InlineData("integer", "12", "text", "12")]
    [InlineData("text", "12", "integer", "12")]
    [InlineData("timestamptz", "2026-01-02 03:04:05+00", "timestamp", "2026-01-02 03:04:05")]
    [InlineData("timestamp", "2026-01-02 00:00:00", "date", "2026-01-02")]
    [InlineData("date", "2026-01-02", "timestamptz", "2026-01-02 00:00:00+00")]
    [InlineData("json", "{\"a\":  1}", "jsonb", "{\"a\": 1}")]
    [InlineData("text", "{\"a\":1}", "jsonb", "{\"a\": 1}")]
    [InlineData("boolean", "t", "integer", "1")]
    [InlineData("mood", "glad", "text", "glad")]
    [InlineData("text", "glad", "mood", "glad")]
    [InlineData("varchar(20)", "short", "varchar(5)", "short")]
    [InlineData("text", "d8f0a3c2-5b7e-4f6a-9c1d-2e3f4a5b6c7d", "uuid", "d8f0a3c2-5b7e-4f6a-9c1d-2e3f4a5b6c7d")]
    [InlineData("integer[]", "{1,2}", "text[]", "{1,2}")]
    [InlineData("float8", "0.5", "float4", "0.5")]
    public async Task A_changed_type_is_cast(string old, string value, string type, string stored)
    {
        await using var shop = await ChangedAsync(old, value, type);

        await shop.RefusalAsync();
        var result = await shop.ImportAsync(Adapting);
        var again = await shop.ImportAsync(Adapting);

        Assert.Equal((1, 0), (result.Tables.Sum(table => table.Inserted), again.Tables.Sum(table => table.Inserted)));
        Assert.Equal(stored, await shop.Target.ScalarAsync("SELECT v FROM items"));
        Assert.Equal(
            (SchemaDifferenceKind.TypeChanged, "v"),
            (Assert.Single(result.Differences).Kind, result.Differences[0].Column)
        );
        await using var connection = await shop.Target.OpenAsync();
        Assert.True((await new ImportRun(connection).VerifyAsync(shop.Folder, Adapting)).Succeeded);
        await shop.Target.ExecuteAsync("DELETE FROM items");
        Assert.False((await new ImportRun(connection).VerifyAsync(shop.Folder, Adapting)).Succeeded);
    }

    [SkippableTheory]
    [InlineData("numeric(10,2)", "12.50", "integer", RowProblemKind.LosesValue)]
    [InlineData("numeric(10,2)", "12.25", "numeric(10,1)", RowProblemKind.LosesValue)]
    [InlineData("timestamp", "2026-01-02 03:04:05", "date", RowProblemKind.LosesValue)]
    [InlineData("float8", "0.1", "float4", RowProblemKind.LosesValue)]
    [InlineData("text", "007", "integer", RowProblemKind.LosesValue)]
    [InlineData("integer", "7", "boolean", RowProblemKind.LosesValue)]
    [InlineData("text", "twelve", "integer", RowProblemKind.Value)]
    [InlineData("bigint", "12345678901", "integer", RowProblemKind.Value)]
    [InlineData("varchar(20)", "too long", "varchar(5)", RowProblemKind.Value)]
    [InlineData("text", "sad", "mood", RowProblemKind.Value)]
    public async Task What_would_lose_a_value_is_refused_with_its_line(
        string old,
        string value,
        string type,
        RowProblemKind kind
    )
    {
        await using var shop = await ChangedAsync(old, value, type);

        var refusal = await shop.RefusalAsync(Adapting);

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal((kind, "items.tsv", 2L), (problem.Kind, problem.File, problem.Line));
        TextAssert.DoesNotContain(refusal.Message, value);
    }

    [SkippableFact]
    public async Task A_domain_that_became_narrower_takes_what_it_can_hold()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE DOMAIN price AS numeric(10,4); CREATE TABLE items (id integer PRIMARY KEY, v price)",
            "INSERT INTO items VALUES (1, 1.5), (2, 1.2525)"
        );
        await shop.Target.ExecuteAsync(
            "DROP TABLE items; DROP DOMAIN price; CREATE DOMAIN price AS numeric(10,2); CREATE TABLE items (id integer PRIMARY KEY, v price)"
        );

        var refusal = await shop.RefusalAsync(Adapting);

        TextAssert.Contains(refusal.Message, "items.tsv line 2", "numeric(10,4)");
    }

    [SkippableFact]
    public async Task What_the_target_needs_is_refused_all_the_same_and_the_refusal_says_so()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, v text)",
            "INSERT INTO items VALUES (1, 'a')"
        );
        await shop.Target.ExecuteAsync(
            "ALTER TABLE items DROP COLUMN v; ALTER TABLE items ADD COLUMN owner integer NOT NULL"
        );

        var refused = await shop.RefusalAsync();
        var adapted = await shop.RefusalAsync(Adapting);

        TextAssert.Contains(refused.Hint, "would skip items.v and still refuse the rest");
        Assert.Equal(RowProblemKind.RequiredColumn, Assert.Single(adapted.Problems).Kind);
    }

    [SkippableFact]
    public async Task A_table_under_another_name_is_said_and_never_taken_for_it()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, v text)",
            "INSERT INTO items VALUES (1, 'a')"
        );
        await shop.Target.ExecuteAsync("ALTER TABLE items RENAME TO goods");

        var refused = await shop.RefusalAsync();
        var result = await shop.ImportAsync(Adapting);

        TextAssert.Contains(refused.Message, "goods is new there");
        Assert.Equal("goods", Assert.Single(Assert.Single(result.Differences).MayBeNow));
        Assert.Equal("0", await shop.Target.ScalarAsync("SELECT count(*) FROM goods"));
    }

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(6_000)]
    public async Task Columns_in_the_middle_are_passed_over_however_many_rows_there_are(int rows)
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (a text, id integer PRIMARY KEY, b numeric(8,2), c text, d text)",
            $"INSERT INTO items SELECT 'a' || n, n, n, CASE WHEN n % 2 = 0 THEN 'c' || n END, 'd' || n FROM generate_series(1, {rows.ToString(CultureInfo.InvariantCulture)}) n",
            new ExportOptions { Limit = 10_000 }
        );
        await shop.Target.ExecuteAsync(
            "ALTER TABLE items DROP COLUMN a, DROP COLUMN c, ALTER COLUMN b TYPE integer, ADD COLUMN e text DEFAULT 'e'"
        );

        var result = await shop.ImportAsync(Adapting);
        var again = await shop.ImportAsync(Adapting);

        Assert.Equal(
            (rows, 0),
            (result.Tables.Sum(table => table.Inserted), again.Tables.Sum(table => table.Inserted))
        );
        Assert.Equal(
            rows.ToString(CultureInfo.InvariantCulture),
            await shop.Target.ScalarAsync("SELECT count(*) FROM items WHERE b = id AND d = 'd' || id AND e = 'e'")
        );
    }

    [SkippableFact]
    public async Task A_column_that_became_computed_is_left_out()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, twice integer)",
            "INSERT INTO items VALUES (1, 2)"
        );
        await shop.Target.ExecuteAsync(
            "ALTER TABLE items DROP COLUMN twice; ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (id * 2) STORED"
        );

        var result = await shop.ImportAsync(Adapting);

        Assert.Equal(SchemaDifferenceKind.ColumnComputed, Assert.Single(result.Differences).Kind);
        Assert.Equal("2", await shop.Target.ScalarAsync("SELECT twice FROM items"));
    }

    [SkippableFact]
    public async Task A_folder_none_of_whose_columns_are_there_is_refused()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (v text)",
            "INSERT INTO items VALUES ('a')"
        );
        await shop.Target.ExecuteAsync("ALTER TABLE items RENAME COLUMN v TO w");

        var refusal = await shop.RefusalAsync(Adapting);

        Assert.Equal(RowProblemKind.UnknownColumn, Assert.Single(refusal.Problems).Kind);
    }

    [SkippableFact]
    public async Task A_type_in_an_edited_manifest_is_no_sql()
    {
        await using var shop = await ChangedAsync("integer", "1", "text");
        await shop.EditAsync(
            "snapshot.json",
            "\"type\":\"integer\",\"nullable\":true",
            "\"type\":\"integer); DROP TABLE items; --\",\"nullable\":true"
        );

        await shop.ImportAsync(Adapting);

        Assert.Equal("1", await shop.Target.ScalarAsync("SELECT v FROM items"));
    }

    [SkippableFact]
    public async Task With_what_keeps_going_only_the_table_with_a_lost_value_fails()
    {
        await using var shop = await ChangedAsync(
            "numeric(10,2)",
            "12.50",
            "integer",
            "CREATE TABLE others (id integer PRIMARY KEY)",
            "INSERT INTO others VALUES (1)"
        );

        var result = await shop.ImportAsync(Adapting with { KeepGoing = true });

        Assert.Equal(RowProblemKind.LosesValue, Assert.Single(result.Problems).Kind);
        Assert.Equal(1, result.Tables.Sum(table => table.Inserted));
    }

    private async Task<Scenario> ChangedAsync(
        string old,
        string value,
        string type,
        string schema = "SELECT",
        string data = "SELECT"
    )
    {
        const string mood = "CREATE TYPE mood AS ENUM ('glad')";
        var shop = await Scenario.ExportedAsync(
            postgres,
            $"{mood}; CREATE TABLE items (id integer PRIMARY KEY, v {old}); {schema}",
            $"INSERT INTO items VALUES (1, '{value}'); {data}"
        );
        await shop.Target.ExecuteAsync($"ALTER TABLE items DROP COLUMN v; ALTER TABLE items ADD COLUMN v {type}");
        return shop;
    }
}
