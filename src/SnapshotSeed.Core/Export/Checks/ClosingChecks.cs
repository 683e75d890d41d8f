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

/// <summary>
/// What is asked of a sample when nothing adds to it any more: all of it in one round trip. Each check asks, and returns
/// how to judge the answers.
/// </summary>
internal sealed class ClosingChecks(Session session, Sample sample, CandidateSet candidates, ILogger logger)
{
    /// <exception cref="SnapshotSeedException">The sample is not complete.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<IReadOnlyList<ExportedTable>> RunAsync(
        SampleStatistics demand,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        List<Action> verdicts =
        [
            AreNotRewritten(batch),
            AreComplete(batch),
            LeadNowhere(batch),
            Dangle(batch),
            NameLargeObjects(batch),
        ];
        var measured = demand.Measure(batch);
        await batch.SendAsync(cancellationToken);
        foreach (var judge in verdicts)
            judge();
        return measured();
    }

    /// <summary>
    /// TRUNCATE and an ALTER TABLE that rewrites are beyond snapshots: a table that one of them met after the export's
    /// snapshot was taken and before its first statement locked the table looks empty.
    /// </summary>
    /// <exception cref="TablesRewrittenException">That is so for some.</exception>
    private Action AreNotRewritten(Batch batch)
    {
        var rewritten = batch.Rows(CheckSql.RewrittenTables, CheckSql.ReadName);
        return () =>
        {
            var ours = sample.Plan.Tables.Select(table => table.Name).Intersect(rewritten.Value).Order().ToList();
            if (ours.Count > 0)
                throw new TablesRewrittenException([.. ours]);
        };
    }

    private Action AreComplete(Batch batch)
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
        return () => CheckCompleteness(empty, empty.Where((_, i) => hasRows[i].Value).ToList());
    }

    /// <exception cref="SnapshotSeedException">A table has rows but none could be chosen.</exception>
    private void CheckCompleteness(List<Table> empty, List<Table> filled)
    {
        var lost = filled.ConvertAll(Lost);
        if (lost.Count == 0)
            return;
        var remedy = empty.Exists(table => LeftOut(table).Any())
            ? (MessageTemplate)"Include what is excluded"
            : $"Raise {Setting.Floor} above 0";
        throw SnapshotSeedException.ForProblems(
            "tables with data would come out empty",
            lost,
            $"{remedy}, or say that it is wanted: {Setting.Exclude} "
                + $"{string.Join(",", filled.Select(table => table.Name).Concat(sample.Plan.Excluded).Order())}, or "
                + $"{Setting.TableLimit} TABLE=0."
        );
    }

    /// <summary>Whether conditions on other tables may have left none of its rows.</summary>
    private bool ReferencesCondition(Table table) =>
        sample.Graph.WithReferenced([table.Name]).Any(name => !sample.Table(name).Conditions.IsEmpty);

    private IEnumerable<ForeignKey> LeftOut(Table table)
    {
        var needed = sample.Graph.WithReferenced([table.Name]);
        return sample.Plan.UnresolvedKeys.Where(key => needed.Contains(key.Table));
    }

    private string Lost(Table table)
    {
        var keys = LeftOut(table)
            .Select(key => $"{key.ReferencedTable} ({key.Name}{(key.Table == table.Name ? "" : $" of {key.Table}")})")
            .ToList();
        var excluded = keys.Count == 0 ? "" : $", directly or not, {string.Join(" or ", keys)}, which is excluded, or";
        return $"{table.Name}: has rows, but every one references{excluded} rows that are not chosen";
    }

    private Action LeadNowhere(Batch batch)
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
        return () => CheckExclusion(counts.Select(count => (count.Key, count.Rows.Value)));
    }

    /// <exception cref="SnapshotSeedException">A chosen row references a table that is left out.</exception>
    private static void CheckExclusion(IEnumerable<(ForeignKey Key, long Rows)> counts)
    {
        var broken = counts
            .Where(count => count.Rows > 0)
            .Select(count =>
                $"{count.Key.Table}: {count.Rows} rows that others need reference {count.Key.ReferencedTable}, which is "
                + $"excluded ({count.Key.Name})"
            )
            .ToList();
        if (broken.Count > 0)
            throw SnapshotSeedException.ForProblems(
                "the snapshot could not be complete",
                broken,
                "Exclude the referencing tables too, or include the referenced ones."
            );
    }

    /// <summary>
    /// A value of type oid (or of a domain over it, such as lo) may be the name of a large object, which no file holds.
    /// </summary>
    private Action NameLargeObjects(Batch batch)
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
                Log.LargeObjects(logger, table.Name, column.Name, rows.Value);
        };
    }

    /// <summary>
    /// A key that PostgreSQL never checked (NOT VALID, NOT ENFORCED), or whose triggers were off once, can have rows
    /// that reference nothing. They are exported, and said.
    /// </summary>
    private Action Dangle(Batch batch)
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
                throw new InvalidOperationException($"{rows.Key}: {rows.Count} rows reference rows that do not count");
            Log.Dangling(logger, rows.Count, rows.Key.ToString(), rows.Key.Name);
        }
    }

    /// <summary>
    /// Of a table that is taken whole all rows are read. In another one, which may be large, each is looked up.
    /// </summary>
    private Sql Dangling(ForeignKey key) =>
        CheckSql.DanglingRows(
            sample.Table(key.Table),
            Suspects(key),
            key,
            sample.Table(key.ReferencedTable),
            isLookedUp: !sample[key.ReferencedTable].IsWholeTable
        );

    private bool MayDangle(ForeignKey key) =>
        sample[key.ReferencedTable].IsWholeTable
            ? sample[key.Table].Count > 0
            : sample[key.Table].Suspects(key).Count > 0;

    /// <summary>
    /// The rows that may reference nothing by a key: those that the search for candidates has found so; or all, where
    /// it did not look because the referenced table is taken whole.
    /// </summary>
    private Sql Suspects(ForeignKey key) =>
        sample[key.ReferencedTable].IsWholeTable
            ? sample.Table(key.Table).FromBound(sample[key.Table], key, (Sql)$"c")
            : sample.Table(key.Table).FromBound(new RowSet(sample[key.Table].Suspects(key)), key, (Sql)$"c");
}
