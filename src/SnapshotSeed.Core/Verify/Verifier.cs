using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Verify;

/// <summary>Compares a database with a snapshot by sets, as matching does. The caller rolls the session back.</summary>
internal sealed class Verifier(Session session, DatabaseCatalog catalog, FittedSnapshot snapshot)
{
    // How many keys of missing and of different rows are told for each table.
    private const int Shown = 5;

    private readonly List<TableName> order = [];
    private readonly Dictionary<TableName, TableCheck> checks = [];
    private readonly TableTimes times = new();
    private readonly Dictionary<TableName, ImmutableArray<string>> notLoaded = [];

    /// <summary>Whether a file can be compared with its table; if not, the report says why.</summary>
    public bool CanCompare(SnapshotTable file, LoadingRule rule)
    {
        order.Add(file.Name);
        var obstacles = TableMismatches.Problems(file, catalog.Find(file.Name), rule, forWriting: false).ToList();
        if (obstacles.Count > 0)
            Obstruct(file, obstacles);
        return obstacles.Count == 0;
    }

    /// <summary>Says why a table is not compared.</summary>
    public void Add(RowProblem obstacle)
    {
        order.Add(obstacle.Name);
        checks[obstacle.Name] = new TableCheck(obstacle.Name, 0, 0, 0) { Obstacles = [obstacle] };
    }

    /// <summary>A table without the rows that an import has not loaded, which are reported as that.</summary>
    /// <param name="load">The table.</param>
    /// <param name="lines">The lines on which those rows start.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TableLoad> WithoutAsync(
        TableLoad load,
        IReadOnlySet<long> lines,
        CancellationToken cancellationToken
    )
    {
        if (lines.Count == 0)
            return load;
        var rows = (await load.ReadRowsAsync(cancellationToken)).On(lines);
        notLoaded[load.Table.Name] = Keys(load, rows, [.. Enumerable.Range(1, rows.Count).Select(row => (long)row)]);
        return load.Without(await load.Source.ReadRowsAsync(cancellationToken), lines);
    }

    public async Task<VerificationReport> RunAsync(
        IReadOnlyList<TableLoad> loads,
        IdMaps ids,
        StagingTables staging,
        CancellationToken cancellationToken
    )
    {
        foreach (var group in LoadBatches.Of(loads))
            await times.MeasureAsync(group, () => CompareAsync(group, ids, staging, cancellationToken));
        await CountAsync(loads, cancellationToken);
        var references = loads
            .SelectMany(load => load.Table.ForeignKeys)
            .ToLookup(key =>
                catalog[key.ReferencedTable] is { CanSelect: true, HasRowSecurity: false, IsNotOnStandby: false }
            );
        var unowned = snapshot.Files.AreAll ? UnownedPositions.Shared(snapshot.Files, catalog).ToList() : [];
        return new VerificationReport(
            catalog.Database.Name,
            [.. order.Select(table => checks[table] with { Elapsed = times[table] })]
        )
        {
            References = await DanglingAsync([.. references[true]], cancellationToken),
            Sequences = await BehindAsync(loads, cancellationToken),
            Differences = snapshot.Differences ?? [],
            Shift = snapshot.Shift,
            SequencesRead =
                loads.SelectMany(load => ColumnSequences.Of(load.Table)).Count(sequence => sequence.CanRead)
                + unowned.Count(entry => entry.Sequence.CanRead),
            LooseSequences =
            [
                .. unowned
                    .Where(entry => entry.Sequence.CanRead && entry.Sequence.IsBehind(entry.Position))
                    .Select(entry => entry.Sequence.Name),
            ],
            UnreadReferences = [.. references[false]],
            UnreadSequences =
            [
                .. loads.SelectMany(load => ColumnSequences.Of(load.Table)).Where(sequence => !sequence.CanRead),
            ],
        };
    }

    private void Obstruct(SnapshotTable source, IReadOnlyCollection<RowProblem> obstacles) =>
        checks[source.Name] = new TableCheck(source.Name, source.Content.Rows, source.Content.Rows, 0)
        {
            Obstacles = [.. obstacles],
        };

    private async Task CompareAsync(
        List<TableLoad> loads,
        IdMaps ids,
        StagingTables staging,
        CancellationToken cancellationToken
    )
    {
        var staged = loads.FindAll(load => !staging.Hold(load));
        var attempt = await session.TryAsync(() => MatchAsync(loads, staging, cancellationToken), cancellationToken);
        if (attempt.Refusal is { IsAboutValues: false } refusal)
            throw refusal;
        if (attempt.Refusal is not null)
        {
            staging.Forget(staged);
            var sound = await SoundAsync(loads, ids, cancellationToken);
            if (sound.Count == loads.Count)
                throw attempt.Refusal;
            loads = sound;
        }

        var matches = attempt.Answer ?? await MatchAsync(loads, staging, cancellationToken);
        foreach (var load in loads)
            await RecordAsync(load, matches[load.Table.Name], ids, cancellationToken);
    }

    private async Task<Dictionary<TableName, RowMatch>> MatchAsync(
        List<TableLoad> loads,
        StagingTables staging,
        CancellationToken cancellationToken
    )
    {
        foreach (var load in loads.Where(load => load.IsStaged))
            await staging.StageAsync(load, cancellationToken);
        var matches = await new RowMatcher(session, staging).MatchAsync(loads, cancellationToken);
        await staging.DropAsync(loads, cancellationToken);
        return matches;
    }

    /// <summary>The tables whose files hold no value that the database could not; the others are reported.</summary>
    private async Task<List<TableLoad>> SoundAsync(
        List<TableLoad> loads,
        IdMaps ids,
        CancellationToken cancellationToken
    )
    {
        var sound = new List<TableLoad>();
        foreach (var load in loads)
        {
            var check = await RowCheck.OfAsync(session, load, ids, cancellationToken);
            var problems = await BadValues.FindAsync(check, cancellationToken);
            if (problems.Count == 0)
                sound.Add(load);
            else
                Obstruct(load.Source, problems);
        }

        return sound;
    }

    private async Task RecordAsync(TableLoad load, RowMatch match, IdMaps ids, CancellationToken cancellationToken)
    {
        var left = notLoaded.GetValueOrDefault(load.Table.Name, []);
        var rows = load.Rows + left.Length;
        var check = new TableCheck(load.Table.Name, rows, load.Rows - match.Present, match.Different.Length)
        {
            Expected = load.Rule.Expected(snapshot.Files.HasManifest),
            LacksRows = rows == 0 && !snapshot.Files.HasManifest,
            NotLoaded = left.Length,
            NotLoadedKeys = [.. left.Take(Shown)],
        };
        if (check.Missing + check.Different > 0)
        {
            var compared = await load.ReadRowsAsync(cancellationToken);
            var missing =
                match.Missing ?? [.. Enumerable.Range(1, Math.Min(compared.Count, Shown)).Select(row => (long)row)];
            check = check with
            {
                MissingKeys = Keys(load, compared, missing.Take(Shown)),
                DifferentKeys = Keys(load, compared, match.Different.Take(Shown)),
                DifferentColumns = await ColumnsAsync(load, compared, match.Different, ids, cancellationToken),
            };
        }

        checks[load.Table.Name] = check;
    }

    /// <summary>The rows of the tables, whether or not the snapshot has them.</summary>
    private async Task CountAsync(IReadOnlyList<TableLoad> loads, CancellationToken cancellationToken)
    {
        var compared = loads.Where(load => checks[load.Table.Name].Obstacles.IsEmpty).ToList();
        var counts = await session.ValuesWithoutLoopsAsync<long>(
            compared.Select(load => MatchSql.Count(load.Table)),
            cancellationToken
        );
        foreach (var (load, count) in compared.Zip(counts))
            checks[load.Table.Name] = checks[load.Table.Name] with { TableRows = count };
    }

    private async Task<ImmutableArray<string>> ColumnsAsync(
        TableLoad load,
        TsvRows rows,
        long[] places,
        IdMaps ids,
        CancellationToken cancellationToken
    )
    {
        if (places.Length == 0 || load.Key is not { } key)
            return [];
        var source = FileRowsSql.FromParameters(load, rows.At([.. places.Take(Shown)]), ids);
        var names = await session.RowsAsync(
            MatchSql.DifferentColumns(load, key, source),
            reader => reader.GetString(0),
            cancellationToken
        );
        return [.. load.Columns.Select(column => column.Target.Name).Where(names.Contains)];
    }

    private static ImmutableArray<string> Keys(TableLoad load, TsvRows rows, IEnumerable<long> places) =>
        [.. places.Select(place => load.KeyOf(rows, place) ?? $"line {rows.Lines[place - 1]}")];

    private async Task<ImmutableArray<ReferenceCheck>> DanglingAsync(
        List<ForeignKey> keys,
        CancellationToken cancellationToken
    )
    {
        var counts = await session.ValuesWithoutLoopsAsync<long>(
            keys.Select(key => DanglingRowsSql.Dangling(key, catalog[key.Table], catalog[key.ReferencedTable])),
            cancellationToken
        );
        return [.. keys.Zip(counts, (key, count) => new ReferenceCheck(key, count)).Where(check => check.Dangling > 0)];
    }

    private async Task<ImmutableArray<Sequence>> BehindAsync(
        IReadOnlyList<TableLoad> loads,
        CancellationToken cancellationToken
    )
    {
        var sequences = loads
            .SelectMany(load => ColumnSequences.Of(load.Table))
            .Where(sequence => sequence.CanRead)
            .ToList();
        var isBehind = await session.ValuesAsync<bool>(
            sequences.Select(sequence => SequenceSql.IsBehind(sequence, catalog[sequence.Table])),
            cancellationToken
        );
        return [.. sequences.Where((_, i) => isBehind[i])];
    }
}
