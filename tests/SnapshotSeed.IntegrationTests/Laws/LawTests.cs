using System.Diagnostics;
using System.Globalization;
using SnapshotSeed.IntegrationTests.Laws.Schemas;
using SnapshotSeed.IntegrationTests.Postgres;
using Xunit.Sdk;

namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>
/// What must hold for every database, over seeded random ones. LAW_SEEDS says how many (25), LAW_SEED the first (1).
/// </summary>
[Collection(OneServer.Name)]
public sealed class LawTests(PostgresFixture postgres)
{
    /// <summary>How long to look for a smaller database that breaks the same law.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Setting("LAW_SEED", 1), Setting("LAW_SEEDS", 25))];

    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public async Task Hold_for_a_random_database(int seed)
    {
        _ = postgres.Server;
        var database = RandomDatabases.Of(seed);
        if (await BrokenAsync(database) is not { } broken)
            return;
        var (smallest, law) = broken.Step == LawRun.Setup ? (database, broken) : await SmallestAsync(database, broken);
        throw new XunitException(
            $"LAW_SEED={seed} LAW_SEEDS=1: {law.Step}\n{law.Reason.Message}\n{law.Sql}\n-- {smallest.Tables.Length} of {database.Tables.Length} tables",
            law.Reason
        );
    }

    private async Task<BrokenLaw?> BrokenAsync(Schemas.Database database)
    {
        await using var laws = new LawRun(postgres, database);
        return await laws.RunAsync();
    }

    /// <summary>Takes away what is not needed for the same law to break.</summary>
    private async Task<(Schemas.Database Database, BrokenLaw Law)> SmallestAsync(
        Schemas.Database database,
        BrokenLaw broken
    )
    {
        var spent = Stopwatch.StartNew();
        var found = true;
        while (found)
        {
            found = false;
            foreach (var smaller in Smaller.Than(database).TakeWhile(_ => spent.Elapsed < Patience))
            {
                if (await BrokenAsync(smaller) is { } other && other.IsLike(broken))
                {
                    (database, broken, found) = (smaller, other, true);
                    break;
                }
            }
        }

        return (database, broken);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
