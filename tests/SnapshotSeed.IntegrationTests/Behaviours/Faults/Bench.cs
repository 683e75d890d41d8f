using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Options;

namespace SnapshotSeed.IntegrationTests.Behaviours.Faults;

/// <summary>
/// What the tests of faults have in common: what they do it to, how it happens, and what has to hold afterwards.
/// </summary>
internal static class Bench
{
    public const string Password = "correct-horse";

    // A cycle, a table large enough to be copied into a temporary one, one whose values lie outside its rows, and the
    // bookkeeping of a migration tool.
    public const string Schema =
        Shop.Schema
        + """
            ;
            CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
            CREATE TABLE numbers (number integer PRIMARY KEY);
            CREATE TABLE letters (id integer PRIMARY KEY, text text); ALTER TABLE letters ALTER text SET STORAGE EXTERNAL;
            CREATE TABLE schema_migrations (version text PRIMARY KEY)
            """;

    public const string Data =
        Shop.Data
        + """
            ;
            WITH a AS (INSERT INTO a VALUES (1, 1), (2, 2)), b AS (INSERT INTO b VALUES (1, 2), (2, 1)) SELECT;
            INSERT INTO numbers SELECT generate_series(1, 6000);
            INSERT INTO letters VALUES (1, repeat('x', 3000));
            INSERT INTO schema_migrations VALUES ('1')
            """;

    /// <summary>The rows of the snapshot.</summary>
    public const int Rows = 6018;

    /// <summary>
    /// A snapshot that the source has left behind, a copy of it under the name kept, and a target with a row of its
    /// own.
    /// </summary>
    public static async Task<Scenario> ChangedAsync(SpareServerFixture server)
    {
        var postgres = await server.StartedAsync();
        var snapshot = await server.FolderAsync("snapshot", folder => ExportAsync(postgres, folder));
        var shop = await Scenario.CreateAsync(
            postgres,
            Schema,
            $"{Data}; UPDATE customers SET name = 'changed since'",
            "INSERT INTO customers (id, email, name) VALUES (1, 'ada@example.org', 'its own')"
        );
        FolderDifference.Copy(snapshot, shop.Folder);
        FolderDifference.Copy(snapshot, Kept(shop));
        return shop;
    }

    private static async Task ExportAsync(PostgresFixture postgres, string folder)
    {
        await using var shop = await Scenario.ExportedAsync(postgres, Schema, Data, new ExportOptions { Limit = 6000 });
        FolderDifference.Copy(shop.Folder, folder);
    }

    /// <summary>Runs the tool by way of a wire, and lets a fault happen where the wire holds it.</summary>
    public static async Task<ToolRun> RunAsync(
        Fault fault,
        SpareServerFixture server,
        TestDatabase database,
        Wire wire,
        Func<string, string[]> arguments
    )
    {
        using var cancellation = new CancellationTokenSource();
        await using (wire)
        {
            var run = Tool.RunToEndAsync(cancellation.Token, arguments(wire.Url(Password)));
            if (await Task.WhenAny(wire.Reached, run) == run)
                Assert.Fail($"the run ended before the phase came: {await run}");
            await fault.HappenAsync(new HeldRun(run, wire, server, database, cancellation));
            var ended = await Wait.ForAsync("the run ends", run);
            await IsAloneAsync(database);
            return ended;
        }
    }

    /// <summary>Waits until the tool has no session in the database any more.</summary>
    public static Task IsAloneAsync(TestDatabase database) =>
        Wait.UntilAsync(
            "the tool's session ends",
            async () => await database.ScalarAsync($"SELECT count(*) {HeldRun.Sessions}") == "0"
        );

    /// <summary>
    /// The run has failed with its exit code and no result, as JSON at most the failure, and says what stands, what to do next, and nothing that it
    /// should not.
    /// </summary>
    public static void AssertFailed(Fault fault, ToolRun run, string standing)
    {
        Assert.True(run.ExitCode == fault.ExitCode, $"{fault.Name}: {run}");
        Assert.Matches("^({\"error\":[^\n]+}\n)?$", run.Output);
        Assert.Matches("(?s)error: .+\n(hint|note): .+", run.Errors);
        Assert.Matches(fault.NextStep, run.Errors);
        Assert.Contains(standing, run.Errors, StringComparison.Ordinal);
        AssertDiscreet(run);
    }

    /// <summary>Neither messages nor log show a password, a row or the product's inside.</summary>
    public static void AssertDiscreet(ToolRun run)
    {
        foreach (var secret in new[] { Password, "example.org", "internal error", "   at " })
            Assert.DoesNotContain(secret, run.Output + run.Errors, StringComparison.Ordinal);
    }

    public static void AssertFolderIsAsItWas(Scenario shop)
    {
        FolderDifference.AssertNone(Kept(shop), shop.Folder);
        Assert.Equal([Kept(shop), shop.Folder], Directory.GetFileSystemEntries(shop.Parent).Order());
    }

    private static string Kept(Scenario shop) => Path.Combine(shop.Parent, "kept");
}
