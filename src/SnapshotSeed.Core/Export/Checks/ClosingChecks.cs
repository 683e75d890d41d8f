using Microsoft.Extensions.Logging;
using SnapshotSeed.Export.Choice;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export.Checks;

/// <summary>Each check adds its questions to one batch, and returns what validates the answers.</summary>
internal sealed class ClosingChecks(Session session, ChosenSample chosen, ILogger logger)
{
    private readonly Sample sample = chosen.Sample;
    private readonly ICandidates candidates = chosen.Candidates;

    /// <exception cref="SnapshotSeedException">The sample is not complete.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    public async Task<IReadOnlyList<ExportedTable>> RunAsync(CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        List<Action> validations =
        [
            NoRewrittenTable(batch),
            NoEmptyTable(batch),
            UnseenPartitions(batch),
            NoExcludedParentRow(batch),
            MissingParentRows(batch),
            LargeObjects(batch),
        ];
        var statistics = new SampleStatistics(chosen).Measure(batch);
        await batch.SendAsync(cancellationToken);
        foreach (var validate in validations)
            validate();
        return statistics();
    }

    /// <summary>
    /// PostgreSQL's snapshots do not cover TRUNCATE and an ALTER TABLE that rewrites: a table looks empty if that
    /// happens between the snapshot of the export and the first statement that locks the table.
    /// </summary>
    private Action NoRewrittenTable(Batch batch)
    {
        var rewritten = batch.Rows(CheckSql.RewrittenTables, CheckSql.ReadName);
        return () =>
        {
            var ours = sample
                .Plan.Tables.Where(table => rewritten.Value.Contains(table.Root ?? table.Name))
                .Select(table => table.Name)
                .Order()
                .ToList();
            if (ours.Count > 0)
                throw new TablesRewrittenException([.. ours]);
        };
    }

    private Action NoEmptyTable(Batch batch)
    {
        var empty = sample
            .Plan.Tables.Where(table =>
                sample[table.Name].Count == 0
                && !sample[table.Name].IsWholeTable
                && sample.Plan.Rules[table.Name].Limit > 0
                && !(ReferencesCondition(table) && !candidates[table.Name].Any(row => row.IsOpen))
            )
            .ToList();
        var hasRows = empty.ConvertAll(table => batch.Value<bool>(RowCountSql.HasRows(table)));
        return () => RefuseEmpty(empty, empty.Where((_, i) => hasRows[i].Value).ToList());
    }

    /// <summary>Says which partitions have rows, and none in the snapshot.</summary>
    private Action UnseenPartitions(Batch batch)
    {
        var tables = sample
            .Plan.Spreads.Where(spread => !sample[spread.Key].IsWholeTable)
            .OrderBy(spread => spread.Key)
            .Select(spread => (Table: spread.Key, Partitions: Unseen(spread.Key, spread.Value, batch)))
            .ToList();
        return () =>
        {
            foreach (var (table, partitions) in tables)
            {
                var unseen = partitions.FindAll(partition => partition.HasRows.Value);
                if (unseen.Count > 0)
                    Log.UnseenPartitions(logger, table, string.Join(", ", unseen.Select(partition => partition.Name)));
            }
        };
    }

    private List<(TableName Name, Answer<bool> HasRows)> Unseen(TableName table, PartitionSpread spread, Batch batch)
    {
        var seen = sample[table].Rows.Select(row => row.Partition).ToHashSet();
        return
        [
            .. spread
                .Partitions.Where(partition => !seen.Contains(partition.Oid))
                .Select(partition => (partition.Table.Name, batch.Value<bool>(RowCountSql.HasRows(partition.Table)))),
        ];
    }

    private void RefuseEmpty(List<Table> empty, List<Table> filled)
    {
        var lost = filled.ConvertAll(Lost);
        if (lost.Count == 0)
            return;
        var remedy = empty.Exists(table => ExcludedParents(table).Any())
            ? (MessageTemplate)"Export the excluded tables"
            : $"Raise {Setting.Floor} above 0";
        throw SnapshotSeedException.ForProblems(
            "non-empty tables would have no rows in the snapshot",
            lost,
            $"{remedy}. To accept it, use {Setting.Exclude} "
                + $"{string.Join(",", filled.Select(table => table.Name).Concat(sample.Plan.Excluded).Order())} or "
                + $"{Setting.TableLimit} TABLE=0."
        );
    }

    /// <summary>Whether conditions on other tables may have excluded all of its rows.</summary>
    private bool ReferencesCondition(Table table) =>
        sample.Graph.WithReferenced([table.Name]).Any(name => !sample.Table(name).Conditions.IsEmpty);

    private IEnumerable<ForeignKey> ExcludedParents(Table table)
    {
        var needed = sample.Graph.WithReferenced([table.Name]);
        return sample.Plan.UnresolvedKeys.Where(key => needed.Contains(key.Table));
    }

    private string Lost(Table table)
    {
        var keys = ExcludedParents(table)
            .Select(key => $"{key.ReferencedTable} ({key.Name}{(key.Table == table.Name ? "" : $" of {key.Table}")})")
            .ToList();
        return keys.Count == 0
            ? $"{table.Name}: every row has parent rows that were not chosen"
            : $"{table.Name}: every row has parent rows, at any distance, that were not chosen or are excluded: "
                + string.Join(", ", keys);
    }

    private Action NoExcludedParentRow(Batch batch)
    {
        var counts = sample
            .Plan.UnresolvedKeys.Where(key => sample[key.Table].Count > 0)
            .Select(key =>
                (
                    Key: key,
                    Rows: batch.Value<long>(CheckSql.ReferencingRows(sample.Table(key.Table), sample[key.Table], key))
                )
            )
            .ToList();
        return () => RefuseExcluded(counts.Select(count => (count.Key, count.Rows.Value)));
    }

    private static void RefuseExcluded(IEnumerable<(ForeignKey Key, long Rows)> counts)
    {
        var broken = counts
            .Where(count => count.Rows > 0)
            .Select(count =>
                $"{count.Key.Table}: {Counted.Of(count.Rows, "parent row", "references", "reference")} the "
                + $"excluded table {count.Key.ReferencedTable} ({count.Key.Name})"
            )
            .ToList();
        if (broken.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "foreign keys reference excluded tables",
                broken,
                "Exclude the referencing tables, too, or export the referenced ones."
            );
    }

    /// <summary>A value of type oid or lo may name a large object, which no file holds.</summary>
    private Action LargeObjects(Batch batch)
    {
        var columns = sample
            .Plan.Tables.Where(table => sample[table.Name].Count > 0)
            .SelectMany(table => table.StoredColumns, (table, column) => (Table: table, Column: column))
            .Where(pair => pair.Column.BareType == "pg_catalog.\"oid\"")
            .Select(pair =>
                (
                    pair.Table,
                    pair.Column,
                    Rows: batch.Value<long>(CheckSql.LargeObjects(pair.Table, sample[pair.Table.Name], pair.Column))
                )
            )
            .ToList();
        return () =>
        {
            foreach (var (table, column, rows) in columns.Where(found => found.Rows.Value > 0))
                Log.LargeObjects(logger, table.Name, column.Name, Counted.Of(rows.Value, "value"));
        };
    }

    /// <summary>A parent row may be missing if a key is NOT VALID or NOT ENFORCED, or triggers were off once.</summary>
    private Action MissingParentRows(Batch batch)
    {
        var keys = sample.Plan.Tables.SelectMany(table => sample.Graph.ReferencesOf(table.Name)).ToList();
        var known = sample.Plan.Tables.SelectMany(table => sample[table.Name].Dangling).ToList();
        var suspects = keys.Except(known.Select(rows => rows.Key)).Where(MayDangle).ToList();
        var whole = suspects.FindAll(key => sample[key.ReferencedTable].IsWholeTable);
        var counts = whole.Count == 0 ? [] : batch.WithoutLoops(() => whole.ConvertAll(Count));
        counts.AddRange(suspects.Except(whole).Select(Count));
        return () =>
            Report(
                known
                    .Concat(counts.Select(count => new DanglingRows(count.Key, count.Rows.Value)))
                    .Where(rows => rows.Count > 0)
                    .OrderBy(rows => keys.IndexOf(rows.Key))
            );

        (ForeignKey Key, Answer<long> Rows) Count(ForeignKey key) => (key, batch.Value<long>(Dangling(key)));
    }

    private void Report(IEnumerable<DanglingRows> found)
    {
        foreach (var rows in found)
        {
            if (!sample.Table(rows.Key.ReferencedTable).Conditions.IsEmpty)
                throw new InvalidOperationException(
                    $"{rows.Key}: {rows.Count} rows reference rows that a condition excludes"
                );
            Log.Dangling(logger, Counted.Of(rows.Count, "exported row"), rows.Key.ToString(), rows.Key.Name);
        }
    }

    /// <summary>A whole table is read once; in another, maybe large, each parent row is looked up.</summary>
    private Sql Dangling(ForeignKey key) =>
        CheckSql.DanglingRows(
            sample.Table(key.Table),
            Suspects(key),
            key,
            sample.Table(key.ReferencedTable),
            isLookedUp: !sample[key.ReferencedTable].IsWholeTable
        );

    private bool MayDangle(ForeignKey key) =>
        sample[key.ReferencedTable].IsWholeTable ? sample[key.Table].Count > 0 : SuspectRows(key).Any();

    /// <summary>Those that the search found, or all if it did not look, since the referenced table is whole.</summary>
    private Sql Suspects(ForeignKey key) =>
        sample[key.ReferencedTable].IsWholeTable
            ? sample.Table(key.Table).FromBound(sample[key.Table], key, (Sql)$"c")
            : sample.Table(key.Table).FromBound(new RowSet([.. SuspectRows(key)]), key, (Sql)$"c");

    private IEnumerable<RowId> SuspectRows(ForeignKey key) =>
        candidates[key.Table]
            .Where(row => row.Suspects.Contains(key) && sample[key.Table].Contains(row.Row))
            .Select(row => row.Row);
}
