using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>Brings rows to the server: as parameters or, where there are many, through temporary tables.</summary>
internal sealed class StagingTables(Session session, IdMaps ids)
{
    private readonly Dictionary<TableName, Sql> stages = [];

    private int made;

    public Sql NewName(string kind) => $"pg_temp.{Sql.FromCatalog($"snapshotseed_{kind}_")}{made++}";

    /// <summary>Copies a large file as it is, once: a snapshot's TSV is what COPY calls csv.</summary>
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

    public async Task<Sql> SourceAsync(TableLoad load, CancellationToken cancellationToken) =>
        stages.TryGetValue(load.Table.Name, out var stage)
            ? FileRowsSql.FromStage(load, stage, ids)
            : FileRowsSql.FromParameters(load, await load.ReadRowsAsync(cancellationToken), ids);

    /// <summary>Some rows, in the order in which they are inserted. Places count from 1, null means all.</summary>
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

    public bool Hold(TableLoad load) => stages.ContainsKey(load.Table.Name);

    /// <summary>Takes note that the temporary tables of some files are gone, because what made them was undone.</summary>
    public void Forget(IEnumerable<TableLoad> loads)
    {
        foreach (var load in loads)
            stages.Remove(load.Table.Name);
    }

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
