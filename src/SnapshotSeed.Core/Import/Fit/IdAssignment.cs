using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Snapshot;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Import.Fit;

/// <summary>
/// Puts ids of the target in the place of labels: a row that the target has under its natural key keeps its id there, any
/// other one gets a new one, and every reference follows. A round trip or two for each level of natural keys.
/// </summary>
/// <param name="session">Where the target is asked.</param>
/// <param name="ids">What the labels are.</param>
/// <param name="plan">What is loaded, where rows that are missing get new ids; null where they have none.</param>
/// <param name="keepsGoing">Whether rows with labels that lead nowhere stay out, and are told; else they are an error.</param>
/// <param name="logger">Receives what was found.</param>
internal sealed class IdAssignment(Session session, IdPlan ids, LoadPlan? plan, bool keepsGoing, ILogger logger)
{
    // Rows of wider tables, and so many rows to write, are left to those who are made for them.
    private const int MostColumnsCompared = 500;
    private const int MostRowsWritten = 5_000;

    // The id of each label; null where the target does not have its row.
    private readonly Dictionary<TableName, Dictionary<string, string?>> idOf = [];

    // Of each row of a file, also of one without a label.
    private readonly Dictionary<TableName, string?[]> idsOfRows = [];
    private readonly List<RowProblem> problems = [];

    private readonly Dictionary<TableName, TsvRows> rowsOf = [];

    // How rows compare with the target's, where that is known.
    private readonly Dictionary<TableName, RowMatch> matches = [];

    // Tables that have just the rows of their files.
    private readonly HashSet<TableName> settled = [];

    // Rows that stay out, by their places from 0.
    private readonly Dictionary<TableName, HashSet<int>> leftOut = [];

    /// <summary>The snapshot with ids for labels.</summary>
    /// <exception cref="SnapshotSeedException">
    /// A label is defined twice or not at all, or its row is in a table that is not loaded and not in the target, or rows
    /// have the same natural key: all of them together, before any id is drawn.
    /// </exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<SnapshotFiles> RunAsync(SnapshotFiles snapshot, CancellationToken cancellationToken)
    {
        if (ids.Assigned.Count == 0)
            return snapshot;
        snapshot = ids.WithoutConversions(snapshot);
        var loaded = snapshot.Tables.Select(table => table.Name).ToHashSet();
        var needed = Needed(loaded);
        var others = await SnapshotReader.ReadAsync(
            [.. snapshot.LeftOut.Where(file => needed.Contains(file.Table))],
            snapshot.Null,
            cancellationToken
        );
        others = [.. others.Select(WithoutUnknownColumns)];
        var files = snapshot.Tables.Concat(others).ToDictionary(table => table.Name);
        var assignedFiles = ids.Assigned.Where(assigned => files.ContainsKey(assigned.Table.Name)).ToList();
        var hasRows = await session.ValuesAsync<bool>(
            assignedFiles.Select(assigned => MatchSql.HasRows(assigned.Table)),
            cancellationToken
        );
        await ReadAsync(
            assignedFiles.Zip(hasRows).Where(pair => !pair.Second).Select(pair => files[pair.First.Table.Name]),
            cancellationToken
        );
        foreach (var (assigned, isFilled) in assignedFiles.Zip(hasRows))
            await FindAsync(assigned, files[assigned.Table.Name], isFilled, cancellationToken);
        foreach (var file in others.Where(file => idOf.ContainsKey(file.Name)))
            Log.FoundParents(
                logger,
                file.Name,
                idsOfRows[file.Name].LongCount(id => id is not null),
                file.Content.Rows
            );

        if (plan is not null)
        {
            await JudgeAsync(snapshot, loaded, cancellationToken);
            foreach (var assigned in ids.Assigned.Where(assigned => loaded.Contains(assigned.Table.Name)))
                await DrawAsync(assigned, files[assigned.Table.Name], cancellationToken);
        }

        var tables = ImmutableArray.CreateBuilder<SnapshotTable>();
        foreach (var table in snapshot.Tables)
            tables.Add(await WithIdsAsync(table, cancellationToken));
        return snapshot with
        {
            Tables = tables.ToImmutable(),
            HasIds = true,
            LeftOutRows = [.. problems],
            Matches = keepsGoing ? [] : matches,
        };
    }

    private async Task JudgeAsync(
        SnapshotFiles snapshot,
        HashSet<TableName> loaded,
        CancellationToken cancellationToken
    )
    {
        var before = -1;
        while (before < problems.Count)
        {
            before = problems.Count;
            foreach (var table in snapshot.Tables)
                await JudgeAsync(table, loaded, cancellationToken);
            if (
                problems.Exists(problem =>
                    !keepsGoing || problem.Kind is RowProblemKind.LabelTwice or RowProblemKind.Duplicate
                )
            )
                throw SnapshotSeedException.ForRows(
                    "labels do not lead to rows",
                    problems,
                    $"Correct the lines named; or load the tables that define the labels, too, with {Setting.Only}."
                );
        }
    }

    /// <summary>The tables whose labels are in those that are loaded, or in the natural keys of such.</summary>
    private HashSet<TableName> Needed(HashSet<TableName> loaded)
    {
        var needed = loaded.ToHashSet();
        var before = -1;
        while (before < needed.Count)
        {
            before = needed.Count;
            needed.UnionWith(needed.SelectMany(ids.Labels).Select(label => label.Of).ToList());
        }

        return needed;
    }

    /// <summary>A file that is not loaded is not checked either: what the target lacks of it cannot be asked for.</summary>
    private SnapshotTable WithoutUnknownColumns(SnapshotTable file)
    {
        var known = ids.Find(file.Name)?.Columns.Select(column => column.Name) ?? file.Content.Columns;
        return file with
        {
            Content = file.Content.Without(file.Content.Columns.Except(known).ToHashSet(StringComparer.Ordinal)),
        };
    }

    /// <summary>
    /// Looks for the rows of a file in the target. One whose key holds a label of a row that is not there is not there.
    /// </summary>
    private async Task FindAsync(
        AssignedTable assigned,
        SnapshotTable file,
        bool isFilled,
        CancellationToken cancellationToken
    )
    {
        var (id, key) = (assigned.Id, assigned.Key);
        if (!file.Content.Columns.Contains(id) || !key.Columns.All(file.Content.Columns.Contains))
            return;
        if (isFilled && await IsThereAsync(assigned, file, cancellationToken))
            return;
        var rows = await RowsAsync(file, cancellationToken);
        CheckTwins(RowProblemKind.LabelTwice, file, rows, [id]);
        CheckTwins(RowProblemKind.Duplicate, file, rows, key.Columns);
        var found = new string?[rows.Count];
        if (isFilled)
            await FindAsync(assigned, file, rows, found, cancellationToken);
        Know(assigned, rows, found);
    }

    /// <summary>
    /// Where all that a table references is known already, its rows are compared as well: nobody has to look again.
    /// </summary>
    private async Task FindAsync(
        AssignedTable assigned,
        SnapshotTable file,
        TsvRows rows,
        string?[] found,
        CancellationToken cancellationToken
    )
    {
        var (table, id, key) = assigned;
        var isWhole =
            file.Content.Columns.Length <= MostColumnsCompared
            && ids.Labels(table.Name).All(label => idOf.ContainsKey(label.Of));
        var columns = isWhole ? file.Content.Columns.Remove(id) : key.Columns;
        var resolved = await ResolvedAsync(table, file, rows, columns, cancellationToken);
        var load = Load(table, file, columns, key);
        var there = await session.TryAsync(
            () =>
                session.RowsAsync(
                    IdSql.Find(load, FileRowsSql.FromParameters(load, resolved), id),
                    reader => (Row: reader.GetInt64(0), Id: reader.GetString(1), IsSame: reader.GetBoolean(2)),
                    cancellationToken
                ),
            cancellationToken
        );
        if (there.Refusal is { } refusal && !keepsGoing)
            await RefuseValuesAsync(refusal, new RowCheck(session, load, resolved), cancellationToken);
        var answers = there.Answer ?? [];
        foreach (var (row, value, _) in answers)
            found[row - 1] = value;
        if (!isWhole || !key.IsDeclared || there.Refusal is not null || !IsConclusive(table.Name, rows, resolved))
            return;
        long[] missing =
        [
            .. Enumerable.Range(1, rows.Count).Where(row => found[row - 1] is null).Select(row => (long)row),
        ];
        long[] different = [.. answers.Where(answer => !answer.IsSame).Select(answer => answer.Row).Order()];
        if (missing.Length + different.Length <= MostRowsWritten)
            matches[table.Name] = new(
                rows.Count,
                answers.Select(answer => answer.Id).Distinct(StringComparer.Ordinal).LongCount(),
                missing,
                different
            );
    }

    /// <summary>Whether the target has just the rows of a large file: then no value of theirs is needed here.</summary>
    private async Task<bool> IsThereAsync(
        AssignedTable assigned,
        SnapshotTable file,
        CancellationToken cancellationToken
    )
    {
        if (plan is null || keepsGoing)
            return false;
        var there = await new UnchangedTableProbe(session, ids, plan).IdsAsync(assigned, file, idOf, cancellationToken);
        if (there is null)
            return false;
        idOf[assigned.Table.Name] = there;
        settled.Add(assigned.Table.Name);
        matches[assigned.Table.Name] = new(file.Content.Rows, file.Content.Rows, [], []);
        return true;
    }

    /// <summary>Whether every label has led to a row of the target: one of a new row is no value yet.</summary>
    private bool IsConclusive(TableName table, TsvRows rows, TsvRows resolved) =>
        ids.Labels(table)
            .Where(label => resolved.Columns.Contains(label.Column))
            .All(label =>
                rows[label.Column]
                    .Zip(resolved[label.Column])
                    .All(pair => pair.First is null || pair.Second is not null)
            );

    /// <summary>Values of a key that their types refuse; where the import keeps going, loading the table tells them.</summary>
    private async Task RefuseValuesAsync(
        StatementException refusal,
        RowCheck check,
        CancellationToken cancellationToken
    )
    {
        var bad = await BadValues.FindAsync(check, cancellationToken);
        if (bad.Count == 0)
            throw refusal;
        problems.AddRange(bad);
    }

    private void Know(AssignedTable assigned, TsvRows rows, string?[] found)
    {
        var isReferenced = ids.IsReferenced(assigned.Table.Name);
        var known = new Dictionary<string, string?>(isReferenced ? rows.Count : 0, StringComparer.Ordinal);
        var labels = rows[assigned.Id];
        for (var i = 0; isReferenced && i < labels.Length; i++)
        {
            if (labels[i] is { } label)
                known[label] = found[i];
        }

        idOf[assigned.Table.Name] = known;
        idsOfRows[assigned.Table.Name] = found;
    }

    /// <summary>Rows whose values in some columns are the same text, NULL in none.</summary>
    private void CheckTwins(RowProblemKind kind, SnapshotTable file, TsvRows rows, IReadOnlyCollection<string> columns)
    {
        foreach (var (first, second) in rows.Twins(columns))
            problems.Add(
                new(kind, file.Name)
                {
                    File = file.File,
                    Line = rows.Lines[first],
                    OtherLine = rows.Lines[second],
                    Columns = [.. columns],
                    Constraint = "natural key",
                }
            );
    }

    /// <summary>Labels that lead nowhere.</summary>
    private async Task JudgeAsync(SnapshotTable file, HashSet<TableName> loaded, CancellationToken cancellationToken)
    {
        var columns = ids.Labels(file.Name)
            .Where(label => file.Content.Columns.Contains(label.Column) && idOf.ContainsKey(label.Of))
            .ToList();
        if (columns.Count == 0 || settled.Contains(file.Name) || ids.Find(file.Name) is not { } table)
            return;
        var rows = await RowsAsync(file, cancellationToken);
        foreach (var label in columns)
        {
            var meeting = await MeetingAsync(table, file, rows, label, cancellationToken);
            var others = columns
                .Where(other => other.Column == label.Column && other.Where is null)
                .Append(label)
                .ToList();
            var left = leftOut.TryGetValue(file.Name, out var known) ? known : leftOut[file.Name] = [];
            var lost = Lost(
                rows[label.Column],
                others.ConvertAll(other => (idOf[other.Of], loaded.Contains(other.Of)))
            );
            lost.RemoveAll(i => left.Contains(i) || !(meeting?.Contains(i + 1) ?? true));
            if (lost.Count == 0)
                continue;
            var told = lost.ConvertAll(i => Problem(label, file, rows, i));
            problems.AddRange(keepsGoing ? told : [told[0].And(told.Count - 1)]);
            left.UnionWith(lost);
            if (ids.IdOf(file.Name) is { } id && idOf.TryGetValue(file.Name, out var own))
            {
                foreach (var text in lost.Select(i => rows[id][i]).OfType<string>())
                    own.Remove(text);
            }
        }
    }

    private RowProblem Problem(LabelColumn label, SnapshotTable file, TsvRows rows, int row)
    {
        var isDefined = idOf[label.Of].ContainsKey(rows[label.Column][row]!);
        return new(isDefined ? RowProblemKind.LabelNotInTarget : RowProblemKind.LabelUnknown, file.Name)
        {
            File = file.File,
            Line = rows.Lines[row],
            Columns = [label.Column],
            Referenced = label.Of,
        };
    }

    /// <summary>The rows whose label is that of no row which is in the target, or will be.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="tables">The ids of the tables that they may be of, and whether these are loaded.</param>
    private static List<int> Lost(string?[] labels, List<(Dictionary<string, string?> IdOf, bool IsLoaded)> tables)
    {
        List<int> lost = [];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not { } label)
                continue;
            var leads = false;
            foreach (var (idOf, isLoaded) in tables)
                leads |= idOf.TryGetValue(label, out var id) && (isLoaded || id is not null);
            if (!leads)
                lost.Add(i);
        }

        return lost;
    }

    /// <summary>Gives new ids to rows that the target does not have, from sequences that are ahead of its rows.</summary>
    private async Task DrawAsync(AssignedTable assigned, SnapshotTable file, CancellationToken cancellationToken)
    {
        var (table, id, _) = assigned;
        if (!idsOfRows.TryGetValue(table.Name, out var found) || Array.IndexOf(found, null) < 0)
            return;
        var batch = session.NewBatch();
        foreach (
            var sequence in ColumnSequences.Of(table).Where(sequence => sequence is { CanRead: true, CanMove: true })
        )
            batch.Rows(SequenceSql.Advance(sequence, table), _ => true);
        var expression = batch.Value<string>(IdSql.Default(table, id));
        await batch.SendAsync(cancellationToken);
        await session.ExecuteAsync(session.ToOwnSearchPath, cancellationToken);
        var drawn = new Queue<string>(
            await session.RowsAsync(
                IdSql.Draw(expression.Value, table, id, found.Count(value => value is null)),
                reader => reader.GetString(0),
                cancellationToken
            )
        );
        await session.ExecuteAsync(Session.ToPinnedSearchPath, cancellationToken);
        for (var i = 0; i < found.Length; i++)
            found[i] ??= drawn.Dequeue();
        Know(assigned, await RowsAsync(file, cancellationToken), found);
    }

    /// <summary>A table's file with ids for its labels, those of its own rows and of others.</summary>
    private async Task<SnapshotTable> WithIdsAsync(SnapshotTable file, CancellationToken cancellationToken)
    {
        if (settled.Contains(file.Name))
            return file with { IsThere = true };
        var own = ids.IdOf(file.Name);
        var hasLabels =
            own is not null || ids.Labels(file.Name).Any(label => file.Content.Columns.Contains(label.Column));
        if (!hasLabels || ids.Find(file.Name) is not { } table)
            return file;
        var rows = await RowsAsync(file, cancellationToken);
        var resolved = await ResolvedAsync(table, file, rows, file.Content.Columns, cancellationToken);
        if (own is not null && idsOfRows.TryGetValue(file.Name, out var found))
            resolved = resolved.With(own, found);
        if (leftOut.TryGetValue(file.Name, out var left) && left.Count > 0)
            resolved = resolved.At([
                .. Enumerable.Range(0, rows.Count).Where(i => !left.Contains(i)).Select(i => i + 1L),
            ]);
        return file with { Content = file.Content.With(resolved) };
    }

    /// <summary>Some columns of a file with ids for labels; a label that leads nowhere becomes NULL.</summary>
    private async Task<TsvRows> ResolvedAsync(
        Table table,
        SnapshotTable file,
        TsvRows rows,
        IReadOnlyCollection<string> columns,
        CancellationToken cancellationToken
    )
    {
        var resolved = rows.Of(columns);
        foreach (
            var labels in ids.Labels(table.Name)
                .Where(label => columns.Contains(label.Column))
                .GroupBy(label => label.Column)
        )
        {
            var values = new string?[rows.Count];
            var isLabel = new bool[rows.Count];
            foreach (var label in labels.Where(label => idOf.ContainsKey(label.Of)))
            {
                var meeting = await MeetingAsync(table, file, rows, label, cancellationToken);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (rows[label.Column][i] is not { } text || (meeting is not null && !meeting.Contains(i + 1)))
                        continue;
                    isLabel[i] = true;
                    values[i] ??= idOf[label.Of].GetValueOrDefault(text);
                }
            }

            var given = rows[labels.Key];
            resolved = resolved.With(labels.Key, [.. values.Select((value, i) => isLabel[i] ? value : given[i])]);
        }

        return resolved;
    }

    /// <summary>Takes the rows out of files all of which will be needed, as many at a time as the machine has processors.</summary>
    private async Task ReadAsync(IEnumerable<SnapshotTable> files, CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<TableName, TsvRows>();
        await Parallel.ForEachAsync(
            files,
            cancellationToken,
            async (file, cancelled) => read[file.Name] = await file.ReadRowsAsync(cancelled)
        );
        foreach (var (table, rows) in read)
            rowsOf[table] = rows;
    }

    /// <summary>A file's rows, taken out of it once.</summary>
    private async Task<TsvRows> RowsAsync(SnapshotTable file, CancellationToken cancellationToken)
    {
        if (!rowsOf.TryGetValue(file.Name, out var rows))
            rowsOf[file.Name] = rows = await file.ReadRowsAsync(cancellationToken);
        return rows;
    }

    /// <summary>The rows for which a column holds such labels; null for all.</summary>
    private async Task<HashSet<long>?> MeetingAsync(
        Table table,
        SnapshotTable file,
        TsvRows rows,
        LabelColumn label,
        CancellationToken cancellationToken
    )
    {
        if (label.Where is null)
            return null;
        var labelled = ids.Labels(table.Name).Select(other => other.Column).Append(ids.IdOf(table.Name)).ToHashSet();
        var plain = file.Content.Columns.Where(column => !labelled.Contains(column)).ToList();
        var load = Load(table, file, plain, null);
        var places = await session.RowsAsync(
            IdSql.Meeting(load, FileRowsSql.FromParameters(load, rows.Of(plain)), label.Where),
            reader => reader.GetInt64(0),
            cancellationToken
        );
        return [.. places];
    }

    private static TableLoad Load(Table table, SnapshotTable file, IEnumerable<string> columns, UniqueKey? key) =>
        new(table, FileColumn.Of(file, table, columns), key, IsStaged: false) { Source = file };
}
