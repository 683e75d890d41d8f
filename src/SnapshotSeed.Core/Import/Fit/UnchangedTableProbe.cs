using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>
/// Finds out whether the target has just the rows of a large file, as after an import: then their values need not be read
/// here, nor ids be put for their labels. The server compares the file as it is.
/// </summary>
/// <param name="session">Where the target is asked.</param>
/// <param name="ids">What the labels are.</param>
/// <param name="plan">What is loaded.</param>
internal sealed class UnchangedTableProbe(Session session, IdPlan ids, LoadPlan plan)
{
    /// <summary>The ids of a table's labels, where all its rows are there as they are in its file; else null.</summary>
    /// <param name="assigned">The table.</param>
    /// <param name="file">Its file.</param>
    /// <param name="idOf">The ids of the labels of other tables, as far as they are known.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>No ids where nothing references the table.</returns>
    public async Task<Dictionary<string, string?>?> IdsAsync(
        AssignedTable assigned,
        SnapshotTable file,
        IReadOnlyDictionary<TableName, Dictionary<string, string?>> idOf,
        CancellationToken cancellationToken
    )
    {
        var labels = ids.Labels(assigned.Table.Name)
            .Where(label => file.Content.Columns.Contains(label.Column))
            .ToList();
        if (!CanBeSettled(assigned, labels) || !labels.TrueForAll(label => idOf.ContainsKey(label.Of)))
            return null;
        var columns = file.Content.Columns.Remove(assigned.Id);
        var load = new TableLoad(
            assigned.Table,
            FileColumn.Of(file, assigned.Table, columns),
            assigned.Key,
            IsStaged: true
        )
        {
            Source = file,
        };
        var known = labels.ToDictionary(
            label => label.Column,
            IReadOnlyDictionary<string, string?> (label) => idOf[label.Of],
            StringComparer.Ordinal
        );
        var found = await session.TryAsync(
            () => FindAsync(load, assigned, known, cancellationToken),
            cancellationToken
        );
        return found is { Refusal: null, Answer: { AreAll: true } rows } ? IdsOf(rows) : null;
    }

    private async Task<Found> FindAsync(
        TableLoad load,
        AssignedTable assigned,
        Dictionary<string, IReadOnlyDictionary<string, string?>> known,
        CancellationToken cancellationToken
    )
    {
        var staging = new StagingTables(session);
        var stage = await staging.StageAsync(load, cancellationToken);
        var found = await session.RowsAsync(
            IdSql.IsThere(load, stage, assigned.Id, known, ids.IsReferenced(assigned.Table.Name)),
            reader => new Found(
                reader.GetInt64(0) == load.Rows && reader.GetInt64(1) == load.Rows && reader.GetBoolean(2),
                reader.GetFieldValue<string?[]>(3),
                reader.GetFieldValue<string?[]>(4)
            ),
            cancellationToken
        );
        await staging.DropAsync(cancellationToken);
        return found[0];
    }

    /// <summary>
    /// Of a file that goes through a temporary table, into a table whose rows stay as they are until its turn comes; whose
    /// labels are those of one table each.
    /// </summary>
    private bool CanBeSettled(AssignedTable assigned, List<LabelColumn> labels) =>
        !plan.RowsMayChange
        && assigned.Key.IsDeclared
        && plan.Tables.FirstOrDefault(load => load.Table.Name == assigned.Table.Name)
            is { IsStaged: true, Table.LoadingRule.OnConflict: not ConflictMode.Fail }
        && labels.TrueForAll(label => label.Where is null)
        && labels.DistinctBy(label => label.Column).Count() == labels.Count;

    /// <summary>Null where one is there twice.</summary>
    private static Dictionary<string, string?>? IdsOf(Found rows)
    {
        var ids = new Dictionary<string, string?>(rows.Labels.Length, StringComparer.Ordinal);
        foreach (var (label, id) in rows.Labels.Zip(rows.Ids))
        {
            if (label is not null && !ids.TryAdd(label, id))
                return null;
        }

        return ids;
    }

    /// <summary>Whether all rows are there, and labels with their ids.</summary>
    private sealed record Found(bool AreAll, string?[] Labels, string?[] Ids);
}
