using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>Times that move when a snapshot is loaded.</summary>
[Collection(OneServer.Name)]
public sealed class MovedTimes(PostgresFixture postgres)
{
    private static readonly ImportOptions ToMay = new() { Time = new() { Rebase = TimeRebase.To(Day(2027, 5, 1)) } };

    [SkippableTheory]
    [InlineData("timestamptz", "2026-05-01 00:00:00+00", "2027-05-01 00:00:00+00")]
    [InlineData("timestamp", "2026-04-30 23:00:00", "2027-04-30 23:00:00")]
    [InlineData("date", "2026-04-01", "2027-04-01")]
    [InlineData("timestamptz", "-infinity", "-infinity")]
    [InlineData("date", "infinity", "infinity")]
    [InlineData("timestamp", "9999-12-31 23:59:59", "9999-12-31 23:59:59")]
    [InlineData("date", "0044-03-15 BC", "0043-03-15 BC")]
    [InlineData("daterange", "[2026-04-01,2026-04-03)", "[2027-04-01,2027-04-03)")]
    [InlineData("daterange", "empty", "empty")]
    [InlineData("tstzrange", "(,\"2026-04-01 00:00:00+00\"]", "(,\"2027-04-01 00:00:00+00\"]")]
    [InlineData("tsrange", "[\"2026-04-01 00:00:00\",infinity)", "[\"2027-04-01 00:00:00\",infinity)")]
    [InlineData("datemultirange", "{[2026-04-01,2026-04-03),[2026-04-05,)}", "{[2027-04-01,2027-04-03),[2027-04-05,)}")]
    [InlineData("timestamptz[]", "{\"2026-04-01 00:00:00+00\",NULL}", "{\"2027-04-01 00:00:00+00\",NULL}")]
    [InlineData("date[]", "{}", "{}")]
    [InlineData("daterange[]", "{\"[2026-04-01,2026-04-03)\"}", "{\"[2027-04-01,2027-04-03)\"}")]
    [InlineData("day", "2026-04-01", "2027-04-01")]
    [InlineData("time", "10:00:00", "10:00:00")]
    [InlineData("interval", "1 day", "1 day")]
    [InlineData("text", "2026-04-01", "2026-04-01")]
    public async Task Of_all_types_move_by_one_amount(string type, string value, string moved)
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            $"CREATE DOMAIN day AS date; CREATE TABLE items (id integer PRIMARY KEY, at timestamptz, v {type})",
            $"INSERT INTO items VALUES (1, '2026-05-01+00', '{value}'), (2, NULL, NULL)"
        );

        var result = await shop.ImportAsync(ToMay);
        var again = await shop.ImportAsync(ToMay);

        Assert.Equal(365, result.Shift?.Days);
        Assert.Equal((2, 0), (result.Tables.Sum(table => table.Inserted), again.Tables.Sum(table => table.Inserted)));
        Assert.Equal(0, again.Tables.Sum(table => table.Different));
        Assert.Equal(moved, await shop.Target.ScalarAsync("SELECT v FROM items WHERE id = 1"));
        await using var connection = await shop.Target.OpenAsync();
        Assert.True((await new ImportRun(connection).VerifyAsync(shop.Folder, ToMay)).Succeeded);
    }

    [SkippableFact]
    public async Task Move_through_temporary_tables_as_well_and_their_references_follow()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            """
            CREATE TABLE days (day date PRIMARY KEY);
            CREATE TABLE events (id integer PRIMARY KEY, day date REFERENCES days, at timestamp)
            """,
            """
            INSERT INTO days SELECT date '2000-01-01' + n FROM generate_series(0, 5999) n;
            INSERT INTO events SELECT n, date '2000-01-01' + n, date '2000-01-01' + n FROM generate_series(0, 5999) n
            """,
            new ExportOptions { Limit = 10_000 }
        );

        var result = await shop.ImportAsync(new() { Time = new() { Rebase = TimeRebase.To(Day(2020, 6, 5)) } });

        Assert.Equal(12_000, result.Tables.Sum(table => table.Inserted));
        Assert.Equal(
            "2020-06-05|2020-06-05 00:00:00|0",
            await shop.Target.ScalarAsync(
                "SELECT concat_ws('|', max(day), max(at), count(*) FILTER (WHERE day <> at)) FROM events"
            )
        );
    }

    [SkippableFact]
    public async Task That_their_type_could_not_hold_are_named_before_the_first_write()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, at timestamptz, old timestamp)",
            "INSERT INTO items VALUES (1, '2026-05-01+00', '4713-02-01 BC'), (2, '2026-04-01+00', now())"
        );
        var options = new ImportOptions
        {
            Time = new() { Rebase = TimeRebase.To(Day(2020, 1, 1)), Newest = ["items.at"] },
        };

        var refusal = await shop.RefusalAsync(options);

        var problem = Assert.Single(refusal.Problems);
        Assert.Equal((RowProblemKind.TimeOutOfRange, 2L), (problem.Kind, problem.Line));
        TextAssert.Contains(refusal.Message, "old", "items.tsv line 2");
    }

    [SkippableTheory]
    [InlineData("items.att", "did you mean items.at")]
    [InlineData("goods.at", "unknown column \"goods.at\"")]
    [InlineData("items.id", "which is not a time")]
    public async Task That_are_excluded_have_to_exist(string excluded, string said)
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, at timestamptz)",
            "INSERT INTO items VALUES (1, '2026-05-01+00')"
        );

        var refusal = await shop.RefusalAsync(ToMay with { Time = ToMay.Time with { Exclude = [excluded] } });

        TextAssert.Contains(refusal.Message, said);
        Assert.Equal(FailureKind.WrongUsage, refusal.Kind);
    }

    [SkippableFact]
    public async Task Are_found_where_labels_stand_for_ids()
    {
        await using var target = await postgres.CloneAsync(
            "test",
            "CREATE TABLE items (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, at timestamptz)"
        );
        using var temporary = new TemporaryFolder();
        HandWritten.Write(temporary["seed"], "#items\nid name at\na apple 2026-05-01\nb pear 2026-04-30");
        await using var connection = await target.OpenAsync();
        var importer = new ImportRun(connection, clock: new FixedClock(new(2027, 5, 1, 0, 0, 0, TimeSpan.Zero)));
        var options = new ImportOptions
        {
            Ids = IdMode.Assign,
            Time = new() { Rebase = TimeRebase.Now },
        };

        await importer.ImportAsync(temporary["seed"], options);

        Assert.True((await importer.VerifyAsync(temporary["seed"], options)).Succeeded);
        Assert.Equal(
            "apple 2027-05-01,pear 2027-04-30",
            await target.ScalarAsync("SELECT string_agg(name || ' ' || at::date, ',' ORDER BY name) FROM items")
        );
    }

    [SkippableFact]
    public async Task That_are_none_are_named()
    {
        await using var shop = await Scenario.ExportedAsync(
            postgres,
            "CREATE TABLE items (id integer PRIMARY KEY, at timestamptz)",
            "INSERT INTO items VALUES (1, '2026-05-01+00')"
        );
        await shop.EditAsync("items.tsv", "2026-05-01 00:00:00+00", "yesterday evening");

        var refusal = await shop.RefusalAsync(ToMay);

        Assert.Equal((RowProblemKind.Value, 2L), (Assert.Single(refusal.Problems).Kind, refusal.Problems[0].Line));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private static DateTimeOffset Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
}
