using Microsoft.Extensions.Logging;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Postgres;
using SnapshotSeed.Results;

namespace SnapshotSeed.Import;

internal sealed class ImportTurn(Session session, ILogger logger)
{
    /// <summary>Waits for other imports, but not with a folder that cannot be read.</summary>
    public async Task TakeAsync(Task reading, CancellationToken cancellationToken)
    {
        var batch = session.NewBatch();
        batch.Rows(ImportLock.FireTriggers, _ => true);
        var isTaken = batch.Value<bool>(ImportLock.TryLock);
        await batch.SendAsync(cancellationToken);
        if (isTaken.Value)
            return;
        await reading;
        Log.Waiting(logger);
        await session.ExecuteAsync(ImportLock.Lock, cancellationToken);
    }
}
