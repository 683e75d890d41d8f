using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// Brings files' rows to the server: as parameters of a statement or, where there are many, through temporary tables
/// that live until they are dropped.
/// </summary>
internal sealed class Stages(NpgsqlConnection connection)
{
    private readonly Dictionary<TableName, string> stages = [];

    /// <summary>Brings a file's rows there; once, where that is a temporary table.</summary>
    /// <param name="load">The file and its table.</param>
    /// <param name="parameters">Those of the statement that will read the rows.</param>
    /// <param name="withLines">
    /// Whether the statement asks for the rows' numbers, which a temporary table has to count.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The SELECT of the rows.</returns>
    /// <exception cref="PostgresException">COPY was refused.</exception>
    public async Task<string> SelectAsync(
        TableLoad load,
        NpgsqlParameterCollection parameters,
        bool withLines,
        CancellationToken cancellationToken
    )
    {
        if (!load.IsStaged)
            return StagedRows.FromParameters(load, await load.Source.ReadRowsAsync(cancellationToken), parameters);
        if (!stages.TryGetValue(load.Table.Name, out var stage))
        {
            stage = StagedRows.StageName(stages.Count);
            await CopyAsync(load, stage, cancellationToken);
            stages.Add(load.Table.Name, stage);
        }

        return StagedRows.FromTable(load, stage, withLines);
    }

    public async Task DropAsync(CancellationToken cancellationToken)
    {
        if (stages.Count == 0)
            return;
        await connection.ExecuteAsync($"DROP TABLE {string.Join(", ", stages.Values)}", cancellationToken);
        stages.Clear();
    }

    /// <summary>Copies a file as it is: a snapshot's TSV is what COPY calls csv.</summary>
    private async Task CopyAsync(TableLoad load, string stage, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(StagedRows.CreateTable(load, stage), cancellationToken);
        var copy = await connection.BeginTextImportAsync(StagedRows.Copy(stage), cancellationToken);
        try
        {
            await TsvReader.CopyAsync(
                load.Source.Path,
                load.Source.Content,
                ((StreamWriter)copy).BaseStream,
                cancellationToken
            );
        }
        catch
        {
            // Disposing would complete the COPY with the rows so far.
            await ((NpgsqlCopyTextWriter)copy).CancelAsync();
            throw;
        }

        try
        {
            await copy.DisposeAsync();
        }
        catch (PostgresException e)
        {
            PostgresMessage.Locate(e, load.Table.Name.ToString(), givesValues: true);
            throw;
        }
    }
}
