using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>What is asked of a sample when nothing adds to it any more.</summary>
internal sealed class SampleGuards(NpgsqlConnection connection, Sample sample, ILogger logger)
{
    /// <summary>
    /// TRUNCATE and an ALTER TABLE that rewrites are beyond snapshots: a table that one of them met after the export's
    /// snapshot was taken and before its first statement locked the table looks empty.
    /// </summary>
    /// <exception cref="TablesRewrittenException">That is so for some.</exception>
    public async Task CheckNotRewrittenAsync(CancellationToken cancellationToken)
    {
        var rewritten = new SortedSet<TableName>();
        await using (var command = connection.NewCommand(SamplingSql.RewrittenTables))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                rewritten.Add(new TableName(reader.GetString(0), reader.GetString(1)));
        }

        rewritten.IntersectWith(sample.Plan.Tables.Select(table => table.Name));
        if (rewritten.Count > 0)
            throw new TablesRewrittenException([.. rewritten]);
    }

    /// <exception cref="SnapshotSeedException">A table has rows but none could be chosen.</exception>
    public async Task CheckCompletenessAsync(CancellationToken cancellationToken)
    {
        var empty = sample
            .Plan.Tables.Where(table => sample[table.Name].Count == 0 && sample.Plan.Rules[table.Name].Limit > 0)
            .ToList();
        var hasRows = await Questions.AskAsync<bool>(connection, empty.Select(SamplingSql.HasRows), cancellationToken);
        var lost = empty.Where((_, i) => hasRows[i]).Select(Lost).ToList();
        if (lost.Count > 0)
        {
            throw SnapshotSeedException.ForProblems(
                "tables with data would come out empty",
                lost,
                $"{(empty.Any(table => LeftOut(table).Any()) ? "Include what is excluded" : "Raise --floor above 0")}, or say that it is wanted: --exclude them, or --table-limit TABLE=0."
            );
        }

        IEnumerable<ForeignKey> LeftOut(Table table)
        {
            var needed = sample.Graph.WithReferenced([table.Name]);
            return sample.Plan.UnresolvedKeys.Where(key => needed.Contains(key.Table));
        }

        string Lost(Table table) =>
            LeftOut(table)
                .Select(key =>
                    $"{key.ReferencedTable} ({key.Name}{(key.Table == table.Name ? "" : $" of {key.Table}")})"
                )
                .ToList()
                is { Count: > 0 } keys
                ? $"{table.Name}: has rows, but every one references, directly or not, {string.Join(" or ", keys)}, which is excluded, or rows that are not chosen"
                : $"{table.Name}: has rows, but every one references rows that are not chosen";
    }

    /// <summary>
    /// A key that PostgreSQL never checked (NOT VALID, NOT ENFORCED), or whose triggers were off once, can have rows
    /// that reference nothing. They are exported, and said.
    /// </summary>
    public async Task ReportDanglingAsync(CancellationToken cancellationToken)
    {
        var keys = sample.Plan.Tables.SelectMany(table => sample.Graph.ReferencesOf(table.Name)).ToList();
        var dangling = sample.Plan.Tables.SelectMany(table => sample[table.Name].Dangling).ToList();
        var suspects = keys.Except(dangling.Select(rows => rows.Key)).Where(key => Suspect(key).Count > 0).ToList();
        var counts = await Questions.AskAsync<long>(
            connection,
            suspects.Select(key =>
                SamplingSql.DanglingRows(sample.Table(key.Table), Suspect(key), key, sample.Table(key.ReferencedTable))
            ),
            cancellationToken
        );
        dangling.AddRange(suspects.Select((key, i) => new DanglingRows(key, counts[i])));
        foreach (var rows in dangling.Where(rows => rows.Count > 0).OrderBy(rows => keys.IndexOf(rows.Key)))
            Log.Dangling(logger, rows.Count, rows.Key.ToString(), rows.Key.Name);

        IReadOnlyCollection<RowId> Suspect(ForeignKey key) =>
            sample[key.ReferencedTable].IsWholeTable ? sample[key.Table].Rows : sample[key.Table].Expanded;
    }

    /// <exception cref="SnapshotSeedException">A chosen row references a table that is left out.</exception>
    public async Task CheckExclusionAsync(CancellationToken cancellationToken)
    {
        var keys = sample.Plan.UnresolvedKeys.Where(key => sample[key.Table].Count > 0).ToList();
        var counts = await Questions.AskAsync<long>(
            connection,
            keys.Select(key =>
                SamplingSql.FailingRows(
                    sample.Table(key.Table),
                    sample[key.Table].Rows,
                    SamplingSql.IsNull(sample.Table(key.Table), key)
                )
            ),
            cancellationToken
        );
        var broken = keys.Select(
                (key, i) =>
                    $"{key.Table}: {counts[i]} rows that others need reference {key.ReferencedTable}, which is excluded ({key.Name})"
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
}

/// <summary>
/// Tables were emptied or rewritten before the export could lock them: another snapshot will show what they hold.
/// </summary>
/// <param name="tables">The tables.</param>
internal sealed class TablesRewrittenException(ImmutableArray<TableName> tables) : Exception
{
    public override string Message => string.Join(", ", tables);
}
