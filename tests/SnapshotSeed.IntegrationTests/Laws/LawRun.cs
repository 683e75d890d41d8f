using Npgsql;
using SnapshotSeed.Export;
using SnapshotSeed.Import;
using SnapshotSeed.IntegrationTests.Behaviours;
using SnapshotSeed.IntegrationTests.Laws.Schemas;
using SnapshotSeed.IntegrationTests.Postgres;
using SnapshotSeed.IntegrationTests.Snapshots;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.IntegrationTests.Laws;

/// <summary>All laws on one database.</summary>
internal sealed class LawRun(PostgresFixture postgres, Schemas.Database database) : IAsyncDisposable
{
    /// <summary>The step that fails where what was made up is not legal.</summary>
    public const string Setup = "setup";

    private static readonly ExportOptions Everything = new() { Limit = 1000 };

    private static Server? s_server;

    private readonly TemporaryFolder temporary = new();
    private TestDatabase source = null!;
    private TestDatabase target = null!;
    private NpgsqlConnection fromSource = null!;
    private NpgsqlConnection toTarget = null!;
    private DatabaseSql sql = null!;
    private ModelReading reading = null!;
    private ExportOptions options = database.Options;

    private string Folder => temporary["snapshot"];

    public async Task<BrokenLaw?> RunAsync()
    {
        (string Name, Func<Task> RunAsync)[] steps =
        [
            (Setup, StartAsync),
            ("export", PlannedExportAsync),
            ("steps", StepsAsync),
            ("sample", SampleAsync),
            ("exclusion", ExclusionAsync),
            ("determinism", DeterminismAsync),
            ("import", LoadAsync),
            ("sequences", SequencesAsync),
        ];
        foreach (var step in steps)
        {
            try
            {
                await step.RunAsync();
            }
            catch (Exception e)
            {
                return new BrokenLaw(step.Name, e, sql?.ToString() ?? "");
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        temporary.Dispose();
        if (fromSource is not null)
            await fromSource.DisposeAsync();
        if (toTarget is not null)
            await toTarget.DisposeAsync();
        if (source is not null)
            await source.DisposeAsync();
        if (target is not null)
            await target.DisposeAsync();
    }

    private async Task StartAsync()
    {
        s_server ??= await ServerAsync();
        sql = new DatabaseSql(database, s_server);
        reading = new ModelReading(database, s_server);
        source = await postgres.CloneAsync("demo", s_server.Prelude);
        target = await postgres.CloneAsync("test", s_server.Prelude);
        fromSource = await source.OpenAsync();
        toTarget = await target.OpenAsync();

        // The keys come after the rows, so that cycles need no trick.
        foreach (var script in ((string[])[sql.Create, sql.Fill, sql.Connect]).Where(script => script.Length > 0))
            await TestSql.ExecuteAsync(fromSource, script);
        await TestSql.ExecuteAsync(toTarget, $"{sql.Create}\n{sql.Connect}");
    }

    private async Task<Server> ServerAsync()
    {
        await using var probe = await postgres.CloneAsync("demo", "-- empty\nSELECT 1");
        return await Server.OfAsync(probe);
    }

    /// <summary>The plan is what runs, in its order. A step that finds nothing to do sends nothing.</summary>
    private async Task PlannedExportAsync()
    {
        var log = new StatementLog();
        await using (var logged = await log.OpenAsync(source))
            await ExportAsync(logged, Folder);
        var executed = ExportSteps.Executed(log, await ExportSteps.RootsAsync(source));
        Assert.True(executed.Count > 0 || database.Tables.All(table => table.Rows.IsEmpty), "nothing ran");

        // Without a floor the first try may have been refused.
        List<List<string>> planned = [.. ExportSteps.Of(await new ExportRun(fromSource).PlanAsync(database.Options))];
        if (options != database.Options)
            planned.AddRange(ExportSteps.Of(await new ExportRun(fromSource).PlanAsync(options)));
        var at = 0;
        foreach (var statement in executed)
        {
            var next = planned.FindIndex(at, step => step.Contains(statement));
            Assert.True(next >= 0, $"{statement} is not planned after step {at + 1}");
            at = next;
        }
    }

    /// <summary>
    /// Every printed step runs, and no other one: of a small sample, and of one that waits for referenced tables; on
    /// two sessions with the same bytes.
    /// </summary>
    private async Task StepsAsync()
    {
        var large = options with
        {
            Tables = options.Tables.With(NameOf(database.Tables[0]), table => table with { Limit = 1_001 }),
        };
        await StepsAsync(options, temporary["small"], openAnother: null);
        await StepsAsync(large, temporary["one"], openAnother: null);
        await StepsAsync(large, temporary["two"], async _ => await source.OpenAsync());
        FolderDifference.AssertNone(Folder, temporary["small"]);
        FolderDifference.AssertNone(temporary["one"], temporary["two"]);
    }

    private async Task StepsAsync(
        ExportOptions options,
        string folder,
        Func<CancellationToken, ValueTask<NpgsqlConnection>>? openAnother
    )
    {
        var printed = await new ExportRun(fromSource).PlanAsync(options);
        var steps = new StepsThatRan();
        var result = await new ExportRun(
            fromSource,
            progress: steps,
            openAnother: openAnother,
            rowsForTwo: 0,
            steps: steps
        ).ExportAsync(folder, options);
        steps.AssertAre(printed, result, areInOrder: openAnother is null);
    }

    private static string NameOf(Schemas.Table table) => new TableName(table.Schema, table.Name).ToString();

    /// <summary>Closure, minimality, floors, fullness, key order; and that large limits take everything.</summary>
    private async Task SampleAsync()
    {
        var files = FolderContent.Read(Folder, reading);
        Assert.Empty(files.Contradictions());
        Assert.All(files.Dangling(), line => Assert.True(Dangles(line), line));
        Assert.Empty(files.Superfluous(options.Limit));

        await new ExportRun(fromSource).ExportAsync(temporary["everything"], Everything);
        var everything = FolderContent.Read(temporary["everything"], reading);
        Assert.Equal(
            database.Tables.Select(ModelReading.NameOf).Order(StringComparer.Ordinal),
            files.Tables.Select(table => table.Name).Order(StringComparer.Ordinal)
        );
        foreach (var model in database.Tables)
        {
            var (table, all) = (files[ModelReading.NameOf(model)], everything[ModelReading.NameOf(model)]);
            Assert.Equal(model.References.Length, table.References.Length);
            Assert.Equal(model.Rows.Length, all.Rows);
            Assert.True(
                table.Rows >= Math.Min(all.Rows, Math.Max(1, options.Floor!.Value)),
                $"{table.Name}: {table.Rows} rows are below the floor"
            );
            AssertFirstOf(table, all);
        }

        Assert.Empty(new Fullness(files, everything, options.Limit, options.Headroom ?? options.Limit).LeftOut());
    }

    /// <summary>
    /// Leaving out the table that is referenced most leaves out just the rows that lead there; where that is all of a
    /// table, or has to be, it is refused.
    /// </summary>
    private async Task ExclusionAsync()
    {
        if (database.References.Any(pair => pair.Reference.Dangles))
            return;

        var everything = FolderContent.Read(temporary["everything"], reading);
        var excluded = database.Tables.MaxBy(table =>
            database.References.Count(pair => pair.Reference.Target == table.Id)
        )!;
        var clean = everything.RowsWithout(ModelReading.NameOf(excluded));
        try
        {
            await new ExportRun(fromSource).ExportAsync(
                temporary["without"],
                options with
                {
                    Floor = Math.Max(1, options.Floor!.Value),
                    Exclude = [new TableName(excluded.Schema, excluded.Name).ToString()],
                }
            );
        }
        catch (SnapshotSeedException e)
        {
            Assert.True(
                e.Message.Contains("every row of ", StringComparison.Ordinal)
                    || clean.Count == 0
                    || clean.Any(rest => rest.Value.Count == 0 && everything[rest.Key].Rows > 0),
                e.Message
            );
            return;
        }

        var files = FolderContent.Read(temporary["without"], reading);
        Assert.Empty(files.Dangling());
        foreach (var table in files.Tables)
        {
            Assert.Empty(table.Records.Select(FolderTable.Whole).Except(clean[table.Name].Select(FolderTable.Whole)));
            Assert.True(
                table.Rows >= Math.Min(clean[table.Name].Count, Math.Max(1, options.Floor!.Value)),
                $"{table.Name}: {table.Rows} rows are below the floor"
            );
        }
    }

    /// <summary>The same data, the same bytes: with half of the rows in other places, too.</summary>
    private async Task DeterminismAsync()
    {
        var moved = database
            .Tables.Select(table =>
                (
                    Table: table,
                    Column: table.Columns.LastOrDefault(column =>
                        column is { IsGenerated: false, Source: not ColumnSource.IdentityAlways }
                    )
                )
            )
            .Where(pair =>
                pair.Column is not null
                && pair.Table.Rows.Length > 0
                && pair.Table.Partitioning?.Column != pair.Column.Name
            )
            .Select(pair =>
                $"UPDATE ONLY {DatabaseSql.Name(pair.Table)} SET {TestSql.Name(pair.Column!.Name)} = {TestSql.Name(pair.Column.Name)} WHERE ctid::text ~ '[02468]\\)';".Replace(
                    "ONLY ",
                    pair.Table.Partitioning is null ? "ONLY " : "",
                    StringComparison.Ordinal
                )
            );
        await TestSql.ExecuteAsync(fromSource, string.Join('\n', moved.Prepend("-- rows move")));
        await ExportAsync(temporary["moved"]);
        FolderDifference.AssertNone(Folder, temporary["moved"]);

        await TestSql.ExecuteAsync(
            fromSource,
            $"VACUUM FULL {string.Join(", ", database.Tables.Select(DatabaseSql.Name))}"
        );
        await ExportAsync(temporary["vacuumed"]);
        FolderDifference.AssertNone(Folder, temporary["vacuumed"]);
    }

    /// <summary>
    /// The plan is what ran, idempotence, verification, round trip, and the same again after emptying.
    /// </summary>
    private async Task LoadAsync()
    {
        var importer = new ImportRun(toTarget);
        var dangling = FolderContent.Read(Folder, reading).Dangling().Any();
        if (dangling)
            await RefusedAsync(importer);

        var planned = ImportOperations.Of(await importer.PlanAsync(Folder, new ImportOptions()));
        var log = new StatementLog();
        await using (var logged = await log.OpenAsync(target))
            await new ImportRun(logged).ImportAsync(Folder, new ImportOptions());
        Assert.Equal(planned, ImportOperations.Executed(log));
        Assert.Empty(await target.DanglingAsync());
        await AssertRowsOfSourceAsync();
        var content = await target.ContentAsync();

        ImportOptions[] again = [new(), new() { OnConflict = ConflictMode.Update }, new() { KeepGoing = true }];
        foreach (var options in again)
        {
            var second = await importer.ImportAsync(Folder, options);
            Assert.All(
                second.Tables,
                table =>
                    Assert.Equal((0, 0, table.Rows, 0), (table.Inserted, table.Updated, table.Skipped, table.Different))
            );
            Assert.Equal(content, await target.ContentAsync());
        }

        var verified = await importer.VerifyAsync(Folder, new ImportOptions());
        Assert.True(
            verified.Succeeded,
            $"not verified: {string.Join(", ", verified.Tables.Where(table => !table.Succeeded))}"
        );

        await new ExportRun(toTarget).ExportAsync(temporary["back"], Everything);
        FolderDifference.AssertSameRows(Folder, temporary["back"]);

        await importer.ImportAsync(Folder, new ImportOptions { TruncateFirst = true });
        Assert.Equal(content, await target.ContentAsync());
    }

    /// <summary>Every row is one of the source, as PostgreSQL itself writes both, generated columns included.</summary>
    private async Task AssertRowsOfSourceAsync()
    {
        var rows = string.Join(
            "\nUNION ALL ",
            database.Tables.Select(table =>
                $"SELECT {table.Id}, (t.*)::text FROM {(table.Partitioning is null ? "ONLY " : "")}{DatabaseSql.Name(table)} t"
            )
        );
        var left = (await TestSql.RowsAsync(fromSource, rows))
            .GroupBy(row => (row[0], row[1]))
            .ToDictionary(group => group.Key, group => group.Count());
        foreach (var row in (await TestSql.RowsAsync(toTarget, rows)).Select(row => (row[0], row[1])))
        {
            Assert.True(left.GetValueOrDefault(row) > 0, $"t{row} is not in the source");
            left[row]--;
        }
    }

    /// <summary>
    /// Rows that point nowhere are refused by a target whose key is as the source's, and loaded where it has none.
    /// </summary>
    private async Task RefusedAsync(ImportRun importer)
    {
        var before = await target.ContentAsync();
        await Assert.ThrowsAsync<SnapshotSeedException>(() => importer.ImportAsync(Folder, new ImportOptions()));
        Assert.Empty(
            await TestSql.RowsAsync(
                toTarget,
                string.Join(
                    "\nUNION ALL ",
                    database.Tables.Select(table =>
                        $"SELECT {TestSql.Literal(table.Name)} WHERE EXISTS (SELECT FROM {DatabaseSql.Name(table)})"
                    )
                )
            )
        );

        // Where there are triggers, sequences move before the last table is loaded, and stay ahead.
        if (database.Tables.All(table => table.Extras.All(extra => extra.Kind != ExtraKind.Trigger)))
            Assert.Equal(before, await target.ContentAsync());
        foreach (var (table, reference) in database.References.Where(pair => pair.Reference.Dangles))
            await TestSql.ExecuteAsync(
                toTarget,
                $"ALTER TABLE {DatabaseSql.Name(table)} DROP CONSTRAINT {TestSql.Name(reference.Name)}"
            );
    }

    /// <summary>What sequences yield next is not there.</summary>
    private async Task SequencesAsync()
    {
        var questions = database.Tables.SelectMany(table =>
            table
                .Columns.Where(column => column.Sequence is not null)
                .Select(column =>
                {
                    var (name, text) = (
                        $"{(table.Partitioning is null ? "ONLY " : "")}{DatabaseSql.Name(table)}",
                        TestSql.Literal(DatabaseSql.Name(table))
                    );
                    var sequence = column.Source is ColumnSource.Serial or ColumnSource.Default
                        ? TestSql.Literal(DatabaseSql.Name(column.Sequence!))
                        : $"pg_get_serial_sequence({text}, {TestSql.Literal(column.Name)})";
                    return $"SELECT {text} WHERE EXISTS (SELECT FROM {name} WHERE {TestSql.Name(column.Name)} = (SELECT nextval({sequence})))";
                })
        );
        Assert.Empty(
            await TestSql.RowsAsync(
                toTarget,
                string.Join("\nUNION ALL ", questions.Append("SELECT 'none' WHERE false"))
            )
        );
    }

    private Task ExportAsync(string folder) => new ExportRun(fromSource).ExportAsync(folder, options);

    private async Task ExportAsync(NpgsqlConnection connection, string folder)
    {
        try
        {
            await new ExportRun(connection).ExportAsync(folder, options);
        }
        catch (SnapshotSeedException e)
            when (options.Floor == 0
                && e.Message.Contains("non-empty tables would have no rows", StringComparison.Ordinal)
            )
        {
            // Without a floor that may be, but only for tables that have rows.
            var filled = database
                .Tables.Where(table => table.Rows.Length > 0)
                .Select(table => $"{new TableName(table.Schema, table.Name)}: ")
                .ToList();
            Assert.All(
                e.Message.Split("\n  - ")[1..],
                line => Assert.Contains(filled, name => line.StartsWith(name, StringComparison.Ordinal))
            );
            options = options with { Floor = 1 };
            await new ExportRun(connection).ExportAsync(folder, options);
        }
    }

    /// <summary>Whether a row is one of those that were made to point nowhere.</summary>
    private bool Dangles(string line) =>
        database.References.Any(pair =>
            pair.Reference.Dangles
            && line.StartsWith($"{ModelReading.NameOf(pair.Table)}: {pair.Reference.Name} ", StringComparison.Ordinal)
        );

    /// <summary>The rows are among those of the source, each as often at most, and in the same order.</summary>
    private static void AssertFirstOf(FolderTable table, FolderTable all)
    {
        using var rest = all.Records.Select(FolderTable.Whole).GetEnumerator();
        foreach (var row in table.Records.Select(FolderTable.Whole))
        {
            do Assert.True(rest.MoveNext(), $"{table.Name}: {row} is not in the source, or not in this place");
            while (rest.Current != row);
        }
    }
}
