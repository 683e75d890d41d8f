using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.IntegrationTests.Behaviours;

/// <summary>
/// Samples of thousands of rows, for which the values of referenced columns are kept where their type allows it: that
/// it does so changes nothing.
/// </summary>
[Collection(OneServer.Name)]
public sealed class LargeSamples(PostgresFixture postgres)
{
    private const string Schema = """
        CREATE DOMAIN code AS integer;
        CREATE TABLE accounts (id uuid PRIMARY KEY, number integer NOT NULL UNIQUE, small smallint UNIQUE, big bigint NOT NULL UNIQUE);
        CREATE TABLE visits (id integer PRIMARY KEY, account uuid REFERENCES accounts, number bigint REFERENCES accounts (number), code code NOT NULL REFERENCES accounts (number),
            small smallint REFERENCES accounts (small), big bigint NOT NULL REFERENCES accounts (big));
        CREATE TABLE notes (visit integer NOT NULL REFERENCES visits, line smallint, account uuid NOT NULL REFERENCES accounts, PRIMARY KEY (visit, line));
        CREATE TABLE events (at integer NOT NULL, account uuid, visit integer NOT NULL REFERENCES visits) PARTITION BY RANGE (at);
        CREATE TABLE events_bound PARTITION OF events FOR VALUES FROM (0) TO (10000); ALTER TABLE events_bound ADD FOREIGN KEY (account) REFERENCES accounts;
        CREATE TABLE events_free PARTITION OF events DEFAULT
        """;

    private const string Data = """
        INSERT INTO accounts SELECT md5(n::text)::uuid, n - 1000, CASE WHEN n % 3 > 0 THEN n - 1500 END, n * -3000000000 FROM generate_series(1, 3000) n;
        INSERT INTO visits SELECT n, CASE WHEN n % 7 > 0 THEN md5((1 + n * 13 % 3000)::text)::uuid END, CASE WHEN n % 5 > 0 THEN n % 250 END, n % 90, CASE WHEN n % 11 > 6 THEN (SELECT small FROM accounts WHERE number = 1 + n % 120) END, -3000000000 * (1 + n / 10)
            FROM generate_series(1, 29000) n;
        INSERT INTO notes SELECT 1 + n / 3, n % 3, md5((1 + n * 7 % 3000)::text)::uuid FROM generate_series(1, 80000) n;
        INSERT INTO events SELECT n, md5((1 + n % 3000)::text)::uuid, 29000 - n FROM generate_series(1, 20000) n; ANALYZE
        """;

    [SkippableTheory]
    [InlineData(1500)]
    [InlineData(2500)]
    [InlineData(25000)] // all accounts
    public async Task Do_not_depend_on_the_types_of_keys(int limit)
    {
        await using var known = await Scenario.CreateAsync(postgres, Schema, Data);

        // The same values in types whose equal values may be written differently, so that the rows are found by their
        // places.
        await using var looked = await Scenario.CreateAsync(
            postgres,
            Schema
                .Replace("uuid", "text", StringComparison.Ordinal)
                .Replace("integer", "numeric", StringComparison.Ordinal)
                .Replace("smallint", "numeric", StringComparison.Ordinal)
                .Replace("bigint", "numeric", StringComparison.Ordinal),
            Data
        );
        string[] arguments = ["--limit", FormattableString.Invariant($"{limit}")];

        var run = await Tool.RunAsync([
            "export",
            "--source",
            known.Source.Url,
            "--snapshot",
            known.Folder,
            .. arguments,
        ]);
        var other = await Tool.RunAsync([
            "export",
            "--source",
            looked.Source.Url,
            "--snapshot",
            looked.Folder,
            .. arguments,
        ]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            other
                .Output.Replace(looked.Source.Name, known.Source.Name, StringComparison.Ordinal)
                .Replace(looked.Folder, known.Folder, StringComparison.Ordinal),
            run.Output
        );
        foreach (var file in new[] { "accounts.tsv", "visits.tsv", "notes.tsv", "events.tsv" })
            Assert.Equal(await File.ReadAllTextAsync(looked.Path(file)), await File.ReadAllTextAsync(known.Path(file)));
        await known.ImportAsync();
        Assert.True((await known.VerifyAsync()).Succeeded);
    }

    [SkippableFact]
    public async Task Report_rows_that_dangle_although_their_key_is_valid()
    {
        await using var shop = await Scenario.CreateAsync(postgres, Schema, Data);
        await shop.Source.ExecuteAsync(
            """
            SET session_replication_role = replica;
            UPDATE visits SET account = md5('nobody')::uuid WHERE id % 1000 = 1; UPDATE visits SET number = -5000 WHERE id % 1000 IN (2, 3); UPDATE events SET account = md5('nobody')::uuid WHERE at % 5000 < 2
            """
        );

        var run = await Tool.RunToEndAsync(
            "export",
            "--source",
            shop.Source.Url,
            "--snapshot",
            shop.Folder,
            "--limit",
            "30000"
        );

        Assert.Equal(29_001, (await File.ReadAllLinesAsync(shop.Path("visits.tsv"))).Length);
        Assert.Equal(
            [
                "29 exported rows visits_account_fkey",
                "58 exported rows visits_number_fkey",
                "3 exported rows events_bound_account_fkey",
            ],
            run.Log.Of(nameof(Log.Dangling), "Rows", "Name")
        );
        Assert.DoesNotContain("code", run.Errors, StringComparison.Ordinal);
    }
}
