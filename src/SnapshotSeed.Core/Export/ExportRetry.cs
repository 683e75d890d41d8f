using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Export.Checks;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Export;

/// <summary>A standby may cancel a query to apply changes of its primary. The next snapshot may last.</summary>
internal sealed class ExportRetry(NpgsqlConnection connection, ILogger logger)
{
    private const int Attempts = 3;

    /// <exception cref="SnapshotSeedException">Tables were rewritten during each attempt.</exception>
    public async Task<ExportResult> RunAsync(Func<Task<ExportResult>> export, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await export();
            }
            catch (StatementException e)
                when (e.SqlState == PostgresErrorCodes.SerializationFailure && attempt < Attempts)
            {
                Log.StandbyConflict(logger, attempt + 1);
                if (connection.State != ConnectionState.Open)
                    await connection.OpenAsync(cancellationToken);
            }
            catch (TablesRewrittenException e) when (attempt < Attempts)
            {
                Log.Rewritten(logger, e.Message, attempt + 1);
            }
            catch (TablesRewrittenException e)
            {
                throw new SnapshotSeedException(
                    $"{e.Message}: emptied or rewritten during the export (TRUNCATE, ALTER TABLE), which hides rows "
                        + "from it",
                    "Run the export again after the migration or reload of the source. The folder was not changed.",
                    innerException: e
                );
            }
        }
    }
}
