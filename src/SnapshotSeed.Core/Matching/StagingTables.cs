using SnapshotSeed.Model;
using SnapshotSeed.Postgres;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>
/// Brings files' rows to the server: as parameters of a statement or, where there are many, through temporary tables
/// that live until they are dropped.
/// </summary>
internal sealed class StagingTables(Session session)
{
    private readonly Dictionary<TableName, Sql> stages = [];

    /// <summary>
    /// Copies a large file into a temporary table, as it is: a snapshot's TSV is what COPY calls csv.
    /// </summary>
    /// <returns>Its name.</returns>
    /// <exception cref="StatementException">The server refused that.</exception>
    public async Task<Sql> StageAsync(TableLoad load, CancellationToken cancellationToken)
    {
        Sql stage = $"pg_temp.snapshotseed_stage_{stages.Count}";

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
            ? FileRowsSql.FromStage(load, stage)
            : FileRowsSql.FromParameters(load, await load.Source.ReadRowsAsync(cancellationToken));

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
            return FileRowsSql.At(FileRowsSql.FromStage(load, stage), places);
        return FileRowsSql.FromParameters(load, (await load.Source.ReadRowsAsync(cancellationToken)).At(places));
    }

    public async Task DropAsync(CancellationToken cancellationToken)
    {
        if (stages.Count == 0)
            return;
        await session.ExecuteInOwnPathAsync([$"DROP TABLE {Sql.List(stages.Values)}"], cancellationToken);
        stages.Clear();
    }
}
