using Microsoft.Extensions.Logging;
using SnapshotSeed.Catalog;
using SnapshotSeed.Database;

namespace SnapshotSeed.Sampling;

/// <summary>What is asked of a sample when nothing adds to it any more.</summary>
internal sealed class ClosingChecks(Session session, Sample sample, Candidates candidates, ILogger logger)
{
    /// <exception cref="SnapshotSeedException">The sample is not complete.</exception>
    /// <exception cref="TablesRewrittenException">Tables were emptied or rewritten meanwhile.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CheckNotRewrittenAsync(cancellationToken).ConfigureAwait(false);
        await CheckCompletenessAsync(cancellationToken).ConfigureAwait(false);
        await CheckExclusionAsync(cancellationToken).ConfigureAwait(false);
        await ReportDanglingAsync(cancellationToken).ConfigureAwait(false);
        await ReportLargeObjectsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// TRUNCATE and an ALTER TABLE that rewrites are beyond snapshots: a table that one of them met after the export's
    /// snapshot was taken and before its first statement locked the table looks empty.
    /// </summary>
    /// <exception cref="TablesRewrittenException">That is so for some.</exception>
    private async Task CheckNotRewrittenAsync(CancellationToken cancellationToken)
    {
        var rewritten = await session
            .RowsAsync(CheckSql.RewrittenTables, CheckSql.ReadName, cancellationToken)
            .ConfigureAwait(false);
        var ours = sample.Plan.Tables.Select(table => table.Name).Intersect(rewritten).Order().ToList();
        if (ours.Count > 0)
            throw new TablesRewrittenException([.. ours]);
    }

    /// <exception cref="SnapshotSeedException">A table has rows but none could be chosen.</exception>
    private async Task CheckCompletenessAsync(CancellationToken cancellationToken)
    {
        var empty = sample
            .Plan.Tables.Where(table =>
                sample[table.Name].Count == 0
                && !sample[table.Name].IsWholeTable
                && sample.Plan.Rules[table.Name].Limit > 0
                && !(ReferencesCondition(table) && !candidates[table.Name].Any(row => row.IsOpen))
            )
            .ToList();
        var hasRows = await session
            .ValuesAsync<bool>(empty.Select(CheckSql.HasRows), cancellationToken)
            .ConfigureAwait(false);
        var filled = empty.Where((_, i) => hasRows[i]).ToList();
        var lost = filled.ConvertAll(Lost);
        if (lost.Count == 0)
            return;
        var remedy = empty.Exists(table => LeftOut(table).Any())
            ? (Wording)"Include what is excluded"
            : $"Raise {Setting.Floor} above 0";
        throw SnapshotSeedException.ForProblems(
            "tables with data would come out empty",
            lost,
            $"{remedy}, or say that it is wanted: {Setting.Exclude} "
                + $"{string.Join(",", filled.Select(table => table.Name).Concat(sample.Plan.Excluded).Order())}, or "
                + $"{Setting.TableLimits} TABLE=0."
        );
    }

    /// <summary>Whether conditions on other tables may have left none of its rows.</summary>
    private bool ReferencesCondition(Table table) =>
        sample.Graph.WithReferenced([table.Name]).Any(name => sample.Table(name).Where is not null);

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

    /// <exception cref="SnapshotSeedException">A chosen row references a table that is left out.</exception>
    private async Task CheckExclusionAsync(CancellationToken cancellationToken)
    {
        var keys = sample.Plan.UnresolvedKeys.Where(key => sample[key.Table].Count > 0).ToList();
        var counts = await session
            .ValuesAsync<long>(
                keys.Select(key => CheckSql.ReferencingRows(sample.Table(key.Table), sample[key.Table], key)),
                cancellationToken
            )
            .ConfigureAwait(false);
        var broken = keys.Select(
                (key, i) =>
                    $"{key.Table}: {counts[i]} rows that others need reference {key.ReferencedTable}, which is "
                    + $"excluded ({key.Name})"
            )
            .Where((_, i) => counts[i] > 0)
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
    private async Task ReportLargeObjectsAsync(CancellationToken cancellationToken)
    {
        var columns = sample
            .Plan.Tables.Where(table => sample[table.Name].Count > 0)
            .SelectMany(table => table.StoredColumns, (table, column) => (Table: table, Column: column))
            .Where(pair => pair.Column.BareType == "pg_catalog.\"oid\"")
            .ToList();
        var counts = await session
            .ValuesAsync<long>(
                columns.Select(pair => CheckSql.LargeObjects(pair.Table, sample[pair.Table.Name], pair.Column)),
                cancellationToken
            )
            .ConfigureAwait(false);
        foreach (var ((table, column), count) in columns.Zip(counts).Where(pair => pair.Second > 0))
            Log.LargeObjects(logger, table.Name, column.Name, count);
    }

    /// <summary>
    /// A key that PostgreSQL never checked (NOT VALID, NOT ENFORCED), or whose triggers were off once, can have rows
    /// that reference nothing. They are exported, and said.
    /// </summary>
    private async Task ReportDanglingAsync(CancellationToken cancellationToken)
    {
        var keys = sample.Plan.Tables.SelectMany(table => sample.Graph.ReferencesOf(table.Name)).ToList();
        var known = sample.Plan.Tables.SelectMany(table => sample[table.Name].Dangling).ToList();
        var suspects = keys.Except(known.Select(rows => rows.Key)).Where(MayDangle).ToList();
        var whole = suspects.FindAll(key => sample[key.ReferencedTable].IsWholeTable);
        var others = suspects.Except(whole).ToList();
        var counts = await session
            .ValuesWithoutLoopsAsync<long>(whole.Select(Dangling), cancellationToken)
            .ConfigureAwait(false);
        var ofOthers = await session
            .ValuesAsync<long>(others.Select(Dangling), cancellationToken)
            .ConfigureAwait(false);
        var found = whole.Concat(others).Zip(counts.Concat(ofOthers), (key, count) => new DanglingRows(key, count));
        foreach (var rows in known.Concat(found).Where(rows => rows.Count > 0).OrderBy(rows => keys.IndexOf(rows.Key)))
        {
            if (sample.Table(rows.Key.ReferencedTable).Where is not null)
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
