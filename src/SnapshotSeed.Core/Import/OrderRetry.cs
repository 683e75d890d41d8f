using Microsoft.Extensions.Logging;
using Npgsql;
using SnapshotSeed.Import.Diagnose;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import;

/// <summary>Refused rows may look for rows of other tables: so the import is tried in other orders, too.</summary>
internal sealed class OrderRetry(NpgsqlConnection connection, ILogger logger)
{
    /// <exception cref="SnapshotSeedException">The target refuses rows: every problem together.</exception>
    public async Task<ImportResult> RunAsync(
        Func<IReadOnlyList<TableName>, Task<ImportResult>> import,
        CancellationToken cancellationToken
    )
    {
        var postponed = new List<TableName>();
        while (true)
        {
            try
            {
                return await import(postponed);
            }
            catch (RowsNotUpdatedException e)
            {
                throw SnapshotSeedException.ForRows(
                    "the target rejected rows of the snapshot",
                    [e.Problem],
                    Unexplained.TriggersOff,
                    e
                );
            }
            catch (RefusedLoadException e)
            {
                if (Postponement.Of(e.Plan, e.Cause) is not { } table || postponed.Contains(table))
                    throw await new RefusalReport(connection, e.Plan).ExplainAsync(e.Cause, cancellationToken);
                Log.Postponed(logger, table);
                postponed.Add(table);
            }
        }
    }
}
