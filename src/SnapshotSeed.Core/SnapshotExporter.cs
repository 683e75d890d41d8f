using System.Collections.Immutable;
using System.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;
using SnapshotSeed.Sampling;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed;

/// <summary>What an export has written, table by table in load order.</summary>
/// <param name="Database">The source database's name.</param>
/// <param name="Tables">The tables.</param>
public sealed record ExportResult(string Database, ImmutableArray<ExportedTable> Tables);

/// <summary>One exported table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows written: sampled and backfilled.</param>
/// <param name="Sampled">Rows chosen for themselves.</param>
/// <param name="Backfilled">Rows that are there because others reference them.</param>
public sealed record ExportedTable(TableName Table, long Rows, long Sampled, long Backfilled);

/// <summary>
/// Exports a connected sample of a database: catalog -> graph -> sampling -> snapshot folder. Reads in one REPEATABLE READ, READ ONLY transaction, creates
/// nothing in the source, and needs SELECT on the tables only; a hot standby will do.
/// </summary>
/// <param name="connection">An open connection to the source, without a running transaction.</param>
/// <param name="logger">Receives diagnostics; none by default.</param>
public sealed class SnapshotExporter(NpgsqlConnection connection, ILogger? logger = null)
{
    // How much goes into one round trip when the chosen rows are fetched.
    private const int TablesPerCommand = 50;
    private const int RowsPerCommand = 20_000;

    // A standby may cancel a query to apply its primary's changes; the data of a later snapshot may well be left alone.
    private const int Attempts = 3;

    private readonly ILogger logger = logger ?? NullLogger.Instance;

    /// <summary>Says what <see cref="ExportAsync"/> would do, without choosing a row.</summary>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The options do not fit the database, or a table may not be read.</exception>
    public async Task<SamplingPlan> PlanAsync(ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using var transaction = await BeginAsync(cancellationToken);
        var plan = SamplingPlanner.Plan(await CatalogReader.ReadAsync(connection, cancellationToken), options);
        await ForeignPartitions.CheckAsync(plan.Tables, connection, transaction, cancellationToken);
        return plan;
    }

    /// <summary>Exports into a folder. Whatever goes wrong, the folder is either the new snapshot or what it was.</summary>
    /// <param name="folder">The snapshot folder; made if missing, replaced as a whole otherwise (foreign files in it stay).</param>
    /// <param name="options">What to take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">The options do not fit the database, a table may not be read, or the folder not be written.</exception>
    /// <exception cref="PostgresException">The server refused a statement.</exception>
    public async Task<ExportResult> ExportAsync(string folder, ExportOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ExportOnceAsync(folder, options, cancellationToken);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                Log.StandbyConflict(logger, attempt + 1);
                if (connection.State != ConnectionState.Open)
                    await connection.OpenAsync(cancellationToken);
            }
        }
    }

    private async Task<ExportResult> ExportOnceAsync(string folder, ExportOptions options, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        var catalog = await CatalogReader.ReadAsync(connection, cancellationToken);
        var migration = await MigrationHistory.ReadAsync(catalog, connection, cancellationToken);
        var plan = SamplingPlanner.Plan(catalog, options);
        Log.Exporting(logger, catalog.Database.Name, plan.Tables.Length);
        if (catalog.Tables.Where(MigrationHistory.IsBookkeeping).Select(table => table.Name.ToString()).ToList() is { Count: > 0 } bookkeeping)
            Log.LeftOut(logger, string.Join(", ", bookkeeping));

        await ForeignPartitions.CheckAsync(plan.Tables, connection, transaction, cancellationToken);
        await using var writer = SnapshotFolderWriter.Create(folder);
        var chosen = await new Sampler(connection, plan, logger).RunAsync(cancellationToken);
        Log.Chose(logger, chosen.Values.Sum(rows => (long)rows.Count), plan.Steps.Length);
        var tables = await WriteRowsAsync(plan, chosen, writer, cancellationToken);
        await writer.CommitAsync(new Manifest(migration, tables), cancellationToken);
        return new ExportResult(catalog.Database.Name, [.. tables.Select(table => new ExportedTable(table.Name, table.Rows, table.Sampled, table.Backfilled))]);
    }

    private async Task<NpgsqlTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using (var readOnly = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection))
            await readOnly.ExecuteNonQueryAsync(cancellationToken);
        await PinnedSettings.ApplyAsync(connection, cancellationToken);
        return transaction;
    }

    private async Task<ImmutableArray<ManifestTable>> WriteRowsAsync(
        SamplingPlan plan, IReadOnlyDictionary<TableName, ChosenRows> chosen, SnapshotFolderWriter writer, CancellationToken cancellationToken)
    {
        var files = SnapshotFileName.ForAll(plan.Tables.Select(table => table.Name));
        var written = ImmutableArray.CreateBuilder<ManifestTable>();
        foreach (var group in Groups(plan.Tables, table => chosen[table.Name].Count))
        {
            // Values as PostgreSQL's own text, straight from the output functions: what COPY would write, for every type.
            await using var command = new NpgsqlCommand { Connection = connection, AllResultTypesAreUnknown = true, CommandTimeout = 0 };
            command.CommandText = string.Join(";\n", group.Select((table, i) => SamplingSql.Rows(table, chosen[table.Name], i)));
            for (var i = 0; i < group.Count; i++)
            {
                var rows = chosen[group[i].Name].Rows;
                if (chosen[group[i].Name].IsWholeTable)
                    continue;
                AddParameter(command, $"tids{i}", RowIdParameter.Tids(rows));
                if (group[i].IsPartitioned)
                    AddParameter(command, $"partitions{i}", RowIdParameter.Partitions(rows));
            }

            var before = written.Count;
            try
            {
                await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
                foreach (var table in group)
                {
                    written.Add(await WriteTableAsync(table, files[table.Name], chosen[table.Name], reader, writer, cancellationToken));
                    await reader.NextResultAsync(cancellationToken);
                }
            }
            catch (PostgresException e)
            {
                e.Data[LoadExecutor.FailedComponent] = group[Math.Min(written.Count - before, group.Count - 1)].Name.ToString();
                throw;
            }
        }

        return written.ToImmutable();
    }

    private static void AddParameter(NpgsqlCommand command, string name, NpgsqlParameter parameter)
    {
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
    }

    private async Task<ManifestTable> WriteTableAsync(
        Table table, string file, ChosenRows chosen, NpgsqlDataReader reader, SnapshotFolderWriter writer, CancellationToken cancellationToken)
    {
        var columns = table.StoredColumns.ToImmutableArray();
        var (rows, sha256) = await writer.WriteTableAsync(file, async tsv =>
        {
            await tsv.WriteHeaderAsync(columns.Select(column => column.Name), cancellationToken);
            long count = 0;
            for (; await reader.ReadAsync(cancellationToken); count++)
                await tsv.WriteRowAsync(reader, cancellationToken);
            return count;
        });
        if (rows != chosen.Count && !table.ForeignPartitions.IsEmpty)
            throw ForeignPartitions.NotToldApart([$"{table.Name}: {chosen.Count} rows were chosen, and {rows} have their places"]);
        if (rows != chosen.Count)
            throw new InvalidOperationException($"{table.Name}: {chosen.Count} rows were chosen, {rows} were read");

        Log.Wrote(logger, table.Name, rows);
        return new ManifestTable(table.Name, file, rows, chosen.Sampled, sha256, columns, table.Keys, table.ForeignKeys);
    }

    private static IEnumerable<List<Table>> Groups(IEnumerable<Table> tables, Func<Table, int> size)
    {
        var group = new List<Table>();
        var rows = 0;
        foreach (var table in tables)
        {
            if (group.Count > 0 && (group.Count == TablesPerCommand || rows + size(table) > RowsPerCommand))
            {
                yield return group;
                (group, rows) = ([], 0);
            }

            group.Add(table);
            rows += size(table);
        }

        if (group.Count > 0)
            yield return group;
    }
}
