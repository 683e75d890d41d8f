using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>
/// Brings files' rows to the server: as parameters of a statement or, where there are many, through temporary tables
/// that live until they are dropped.
/// </summary>
internal sealed class StagingTables(Session session, IdMaps ids)
{
    private readonly Dictionary<TableName, Sql> stages = [];

    private int made;

    /// <summary>A name for another temporary table.</summary>
    public Sql NewName(string kind) => $"pg_temp.{Sql.FromCatalog($"snapshotseed_{kind}_")}{made++}";

    /// <summary>
    /// Copies a large file into a temporary table, as it is, if that has not been done: a snapshot's TSV is what COPY
    /// calls csv.
    /// </summary>
    /// <returns>Its name.</returns>
    /// <exception cref="StatementException">The server refused that.</exception>
    public async Task<Sql> StageAsync(TableLoad load, CancellationToken cancellationToken)
    {
        if (stages.TryGetValue(load.Table.Name, out var there))
            return there;
        var stage = NewName("stage");

        // What event triggers do then may rely on the target's own search_path.
        await session.ExecuteInOwnPathAsync([FileRowsSql.CreateStage(load, stage)], cancellationToken);
        await session.CopyAsync(
            FileRowsSql.Copy(stage, load.Source.Content.Null),
            load.Table.Name.ToString(),
            (stream, token) => TsvReader.CopyAsync(load.Source.Path, load.Source.Content, stream, token),
            cancellationToken
        );
        stages.Add(load.Table.Name, stage);
        return stage;
    }

    /// <summary>A file's rows as a row source.</summary>
    public async Task<Sql> SourceAsync(TableLoad load, CancellationToken cancellationToken) =>
        stages.TryGetValue(load.Table.Name, out var stage)
            ? FileRowsSql.FromStage(load, stage, ids)
            : FileRowsSql.FromParameters(load, await load.ReadRowsAsync(cancellationToken), ids);

    /// <summary>
    /// Some of a file's rows, in the order in which they are inserted; of those that travel as parameters, only they do.
    /// </summary>
    /// <param name="load">The file.</param>
    /// <param name="places">Which, from 1; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Sql> SourceAsync(TableLoad load, long[]? places, CancellationToken cancellationToken)
    {
        if (ParentsFirst.Matters(load))
            places = ParentsFirst.Order(load, await load.Source.ReadRowsAsync(cancellationToken), places);
        if (places is null)
            return await SourceAsync(load, cancellationToken);
        if (stages.TryGetValue(load.Table.Name, out var stage))
            return FileRowsSql.At(FileRowsSql.FromStage(load, stage, ids), places);
        return FileRowsSql.FromParameters(load, (await load.ReadRowsAsync(cancellationToken)).At(places), ids);
    }

    /// <summary>Whether a file is in a temporary table.</summary>
    public bool Hold(TableLoad load) => stages.ContainsKey(load.Table.Name);

    /// <summary>Takes note that the temporary tables of some files are gone, because what made them was undone.</summary>
    public void Forget(IEnumerable<TableLoad> loads)
    {
        foreach (var load in loads)
            stages.Remove(load.Table.Name);
    }

    /// <summary>Drops the temporary tables of some files.</summary>
    public async Task DropAsync(IEnumerable<TableLoad> loads, CancellationToken cancellationToken)
    {
        var dropped = loads.Select(load => load.Table.Name).Where(stages.ContainsKey).ToList();
        if (dropped.Count == 0)
            return;
        await session.ExecuteInOwnPathAsync(
            [$"DROP TABLE {Sql.List(dropped.Select(table => stages[table]))}"],
            cancellationToken
        );
        foreach (var table in dropped)
            stages.Remove(table);
    }
}
