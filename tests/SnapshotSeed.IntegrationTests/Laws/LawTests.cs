using System.Globalization;
using SnapshotSeed.IntegrationTests.Behaviours;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Loading;
using SnapshotSeed.Sampling;
using Xunit.Sdk;

namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>What must hold for every database, over seeded random ones. LAW_SEEDS says how many (25), LAW_SEED the first (1).</summary>
[Collection(OneServer.Name)]
public sealed class LawTests(PostgresFixture postgres)
{
    private static readonly ExportOptions Everything = new() { Limit = 1000, Floor = 1000 };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(Setting("LAW_SEED", 1), Setting("LAW_SEEDS", 25))];

    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public async Task Hold_for_a_random_database(int seed)
    {
        _ = postgres.Server;
        var random = RandomDatabase.Of(seed);
        try
        {
            await using var laws = new LawRun(postgres, random);
            await laws.StartAsync();
            await laws.SampleAsync();
            await laws.DeterminismAsync();
            await laws.LoadAsync();
        }
        catch (Exception e)
        {
            throw new XunitException($"LAW_SEED={seed} LAW_SEEDS=1\n{e.Message}\n{random}", e);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class LawRun(PostgresFixture postgres, RandomDatabase random) : IAsyncDisposable
    {
        private readonly TemporaryFolder temporary = new();
        private TestDatabase source = null!;
        private TestDatabase target = null!;
        private ExportOptions options = random.Options;

        private string Folder => temporary["snapshot"];

        public async Task StartAsync()
        {
            source = await postgres.CloneAsync("demo", "-- empty\nSELECT 1");
            target = await postgres.CloneAsync("test", "-- empty\nSELECT 1");

            // The keys come after the rows, so that cycles need no trick.
            await source.ExecuteAsync($"{random.CreateTables}\n{random.InsertRows}\n{random.CreateKeys}");
            await target.ExecuteAsync($"{random.CreateTables}\n{random.CreateKeys}");
            await ExportAsync(Folder);
        }

        /// <summary>Closure, minimality, floors, fullness, key order; the plan is what ran.</summary>
        public async Task SampleAsync()
        {
            var files = SnapshotFiles.Read(Folder);
            Assert.Empty(files.Contradictions());
            Assert.Empty(files.Dangling());
            Assert.Empty(files.Superfluous(options.Limit, options.Floor));

            await ExportAsync(temporary["everything"], Everything);
            var everything = SnapshotFiles.Read(temporary["everything"]);
            Assert.Equal(random.Tables.Order(StringComparer.Ordinal), files.Tables.Select(table => table.Name).Order(StringComparer.Ordinal));
            foreach (var table in files.Tables)
            {
                var all = everything[table.Name];
                Assert.Equal(random.RowsOf(table.Name), all.Rows);
                Assert.True(table.Rows >= Math.Min(all.Rows, Math.Max(1, options.Floor)), $"{table.Name}: {table.Rows} rows are below the floor");
                AssertFirstOf(table, all);
                Assert.Empty(Wrongly(table, all, files));
            }

            await using var connection = await source.OpenAsync();
            var planned = ExportSteps.Parse((await new SnapshotExporter(connection).PlanAsync(options)).ToString());
            var log = new StatementLog();
            await using var logged = await log.OpenAsync(source);
            await new SnapshotExporter(logged).ExportAsync(temporary["logged"], options);
            Assert.Equal([], ExportSteps.Executed(log).Except(planned));
        }

        /// <summary>The same data, the same bytes: again, and with the rows in other places.</summary>
        public async Task DeterminismAsync()
        {
            await ExportAsync(temporary["again"]);
            FolderDifference.AssertNone(Folder, temporary["again"]);

            foreach (var table in random.Tables)
                await source.ExecuteAsync($"UPDATE {table} SET v = v WHERE coalesce(n, 0) <> 1");
            foreach (var table in random.Tables)
                await source.ExecuteAsync($"VACUUM FULL {table}");
            await ExportAsync(temporary["vacuumed"]);
            FolderDifference.AssertNone(Folder, temporary["vacuumed"]);
        }

        /// <summary>The plan is what ran, idempotence, verification, round trip.</summary>
        public async Task LoadAsync()
        {
            await using var connection = await target.OpenAsync();
            var importer = new SnapshotImporter(connection);
            var planned = ImportOperations.Parse((await importer.PlanAsync(Folder, new ImportOptions())).ToString());
            var log = new StatementLog();
            await using (var logged = await log.OpenAsync(target))
                await new SnapshotImporter(logged).ImportAsync(Folder, new ImportOptions());
            Assert.Equal(planned, ImportOperations.Executed(log));
            Assert.Empty(await target.DanglingAsync());
            var content = await target.ContentAsync();

            var second = await importer.ImportAsync(Folder, new ImportOptions());
            Assert.All(second.Tables, table => Assert.Equal((0, table.Rows, 0), (table.Inserted, table.Skipped, table.Different)));
            Assert.Equal(content, await target.ContentAsync());
            Assert.True((await importer.VerifyAsync(Folder, new ImportOptions())).Succeeded, "not verified");

            var back = temporary["back"];
            await new SnapshotExporter(connection).ExportAsync(back, options);
            FolderDifference.AssertNone(Folder, back);

            await importer.ImportAsync(Folder, new ImportOptions { TruncateFirst = true });
            Assert.Equal(content, await target.ContentAsync());
        }

        public async ValueTask DisposeAsync()
        {
            temporary.Dispose();
            await source.DisposeAsync();
            await target.DisposeAsync();
        }

        private async Task ExportAsync(string folder, ExportOptions? other = null)
        {
            await using var connection = await source.OpenAsync();
            try
            {
                await new SnapshotExporter(connection).ExportAsync(folder, other ?? options);
            }
            catch (SnapshotSeedException e) when (options.Floor == 0 && e.Message.Contains("would come out empty", StringComparison.Ordinal))
            {
                // Without a floor that may be, but only for tables that have rows.
                var named = e.Message.Split("\n  - ")[1..].Select(line => line.Split(':')[0]).Select(name => name.Contains('.', StringComparison.Ordinal) ? name : "public." + name);
                Assert.All(named, name => Assert.NotEqual(0, random.RowsOf(name)));
                options = options with { Floor = 1 };
                await new SnapshotExporter(connection).ExportAsync(folder, options);
            }
        }

        /// <summary>The rows are among those of the source, each as often at most, and in the same order.</summary>
        private static void AssertFirstOf(SnapshotTable table, SnapshotTable all)
        {
            using var rest = all.Records.Select(SnapshotTable.Whole).GetEnumerator();
            foreach (var row in table.Records.Select(SnapshotTable.Whole))
            {
                do
                    Assert.True(rest.MoveNext(), $"{table.Name}: {row} is not in the source, or not in this place");
                while (rest.Current != row);
            }
        }

        /// <summary>Fullness: rows that were left out of a table below its limit although all that they reference is there.</summary>
        private List<string> Wrongly(SnapshotTable table, SnapshotTable all, SnapshotFiles files)
        {
            if (table.Rows >= options.Limit)
                return [];
            var there = table.Records.Select(SnapshotTable.Whole).ToList();
            var chosen = table.References.ToDictionary(
                key => key.Name, key => files[key.ReferencedTable].Records.Select(record => files[key.ReferencedTable].Tuple(record, key.ReferencedColumns)).ToHashSet());
            return
            [
                .. all.Records
                    .Where(record => !there.Remove(SnapshotTable.Whole(record)))
                    .Where(record => table.References.All(key => table.Tuple(record, key.Columns) is not { } tuple || chosen[key.Name].Contains(tuple)))
                    .Select(record => $"{table.Name} has {table.Rows} of {options.Limit} rows without {SnapshotTable.Whole(record)}"),
            ];
        }
    }
}
