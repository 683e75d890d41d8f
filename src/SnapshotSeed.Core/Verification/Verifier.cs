using System.Collections.Immutable;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Verification;

/// <summary>
/// Proves that a database holds a snapshot, in sets, within the transaction that the caller has begun and rolls back.
/// </summary>
internal sealed class Verifier(
    NpgsqlConnection connection,
    NpgsqlTransaction transaction,
    Snapshot snapshot,
    DatabaseCatalog catalog
)
{
    private const string Savepoint = "comparison";

    /// <param name="tables">The tables to look at, as a user names them; empty for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<VerificationReport> RunAsync(IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var selected = new TableNameResolver(snapshot.Tables.Select(table => table.Manifest.Name)).Resolve(
            tables,
            "--tables"
        );
        var sources = snapshot
            .Tables.Where(table => selected.Count == 0 || selected.Contains(table.Manifest.Name))
            .ToList();
        var checks = new Dictionary<TableName, TableCheck>();
        var loads = new List<TableLoad>();
        foreach (var source in sources)
        {
            var obstacles = TableMatch.Problems(source, catalog.Find(source.Manifest.Name), forWriting: false).ToList();
            if (obstacles.Count == 0)
                loads.Add(LoadPlanner.Load(source, catalog));
            else
                checks[source.Manifest.Name] = Obstacle(source, obstacles);
        }

        foreach (var group in Groups(loads))
            await CompareAsync(group, checks, cancellationToken);
        var references = loads
            .SelectMany(load => load.Table.ForeignKeys)
            .ToLookup(key =>
                catalog[key.ReferencedTable] is { CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false }
            );
        return new VerificationReport(
            catalog.Database.Name,
            [.. sources.Select(source => checks[source.Manifest.Name])],
            await DanglingAsync([.. references[true]], cancellationToken),
            await BehindAsync(loads, cancellationToken)
        )
        {
            UnreadReferences = [.. references[false]],
            UnreadSequences =
            [
                .. loads
                    .SelectMany(load => LoadPlanner.MovableSequences(load.Table))
                    .Where(sequence => !sequence.CanRead),
            ],
        };
    }

    private static TableCheck Obstacle(SnapshotTable source, IEnumerable<string> obstacles)
    {
        var name = source.Manifest.Name;
        var reasons = obstacles.Select(obstacle =>
            obstacle.StartsWith($"{name}: ", StringComparison.Ordinal) ? obstacle[$"{name}: ".Length..] : obstacle
        );
        return new TableCheck(name, source.Content.Rows, source.Content.Rows, 0)
        {
            Obstacle = string.Join("; ", reasons),
        };
    }

    private async Task CompareAsync(
        List<TableLoad> loads,
        Dictionary<TableName, TableCheck> checks,
        CancellationToken cancellationToken
    )
    {
        await transaction.SaveAsync(Savepoint, cancellationToken);
        try
        {
            await CompareSoundAsync(loads, checks, cancellationToken);
        }
        catch (PostgresException e) when (PostgresMessage.IsAboutValues(e))
        {
            await transaction.RollbackAsync(Savepoint, cancellationToken);
            var sound = await SoundAsync(loads, checks, cancellationToken);
            if (sound.Count == loads.Count)
                throw;
            await CompareSoundAsync(sound, checks, cancellationToken);
        }
    }

    /// <summary>The tables whose files hold no value that the database could not; the others are reported.</summary>
    private async Task<List<TableLoad>> SoundAsync(
        List<TableLoad> loads,
        Dictionary<TableName, TableCheck> checks,
        CancellationToken cancellationToken
    )
    {
        var badValues = new BadValues(new Attempts(connection, transaction));
        var sound = new List<TableLoad>();
        foreach (var load in loads)
        {
            var problems = await badValues.FindAsync(
                load,
                await load.Source.ReadRowsAsync(cancellationToken),
                cancellationToken
            );
            if (problems.Count == 0)
                sound.Add(load);
            else
                checks[load.Table.Name] = Obstacle(load.Source, problems);
        }

        return sound;
    }

    private async Task CompareSoundAsync(
        List<TableLoad> loads,
        Dictionary<TableName, TableCheck> checks,
        CancellationToken cancellationToken
    )
    {
        if (loads.Count == 0)
            return;

        var stages = new Stages(connection);
        await using var batch = connection.NewBatch();
        foreach (var load in loads)
        {
            var command = new NpgsqlBatchCommand();
            command.CommandText = VerificationSql.Compare(
                load,
                await stages.SelectAsync(load, command.Parameters, withLines: true, cancellationToken)
            );
            batch.BatchCommands.Add(command);
        }

        var examples = new List<(TableLoad Load, long[] Missing, long[] Different)>();
        var done = 0;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var load in loads)
            {
                await reader.ReadAsync(cancellationToken);
                checks[load.Table.Name] = new TableCheck(
                    load.Table.Name,
                    load.Source.Content.Rows,
                    reader.GetInt64(0),
                    reader.GetInt64(1)
                );
                if (!checks[load.Table.Name].Succeeded)
                    examples.Add(
                        (
                            load,
                            reader.IsDBNull(2) ? [] : reader.GetFieldValue<long[]>(2),
                            reader.IsDBNull(3) ? [] : reader.GetFieldValue<long[]>(3)
                        )
                    );
                done++;
                await reader.NextResultAsync(cancellationToken);
            }
        }
        catch (PostgresException e)
        {
            PostgresMessage.Locate(e, loads[Math.Min(done, loads.Count - 1)].Table.Name.ToString(), givesValues: true);
            throw;
        }

        await stages.DropAsync(cancellationToken);
        foreach (var (load, missing, different) in examples)
        {
            var rows = await load.Source.ReadRowsAsync(cancellationToken);
            checks[load.Table.Name] = checks[load.Table.Name] with
            {
                MissingKeys = Keys(load, rows, missing),
                DifferentKeys = Keys(load, rows, different),
            };
        }
    }

    private async Task<ImmutableArray<ReferenceCheck>> DanglingAsync(
        List<ForeignKey> keys,
        CancellationToken cancellationToken
    )
    {
        var counts = await Questions.AskAsync<long>(
            connection,
            keys.Select(key => VerificationSql.Dangling(key, catalog[key.Table], catalog[key.ReferencedTable])),
            cancellationToken
        );
        return [.. keys.Zip(counts, (key, count) => new ReferenceCheck(key, count)).Where(check => check.Dangling > 0)];
    }

    private async Task<ImmutableArray<Sequence>> BehindAsync(List<TableLoad> loads, CancellationToken cancellationToken)
    {
        var sequences = loads
            .SelectMany(load => LoadPlanner.MovableSequences(load.Table))
            .Where(sequence => sequence.CanRead)
            .ToList();
        var behind = await Questions.AskAsync<bool>(
            connection,
            sequences.Select(sequence => LoadSql.IsBehind(sequence, catalog[sequence.Table])),
            cancellationToken
        );
        return [.. sequences.Zip(behind).Where(pair => pair.Second).Select(pair => pair.First)];
    }

    private static ImmutableArray<string> Keys(TableLoad load, TsvRows rows, long[] ordinals) =>
        [
            .. ordinals.Select(ordinal =>
                load.RowKey is { } key
                    ? string.Join(
                        ", ",
                        key.Columns.Select(name =>
                            $"{name} = {rows.Values[StagedRows.IndexOf(load, name)][ordinal - 1]}"
                        )
                    )
                    : $"line {rows.Lines[ordinal - 1]}"
            ),
        ];

    private static IEnumerable<List<TableLoad>> Groups(List<TableLoad> loads)
    {
        var group = new List<TableLoad>();
        foreach (var load in loads)
        {
            if (group.Count > 0 && !RoundTrip.Holds([.. group, load]))
            {
                yield return group;
                group = [];
            }

            group.Add(load);
        }

        if (group.Count > 0)
            yield return group;
    }
}
