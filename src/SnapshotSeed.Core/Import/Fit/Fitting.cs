using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>Makes a snapshot fit a target as far as the options allow: its schema, and its times.</summary>
/// <param name="session">The session with the target.</param>
/// <param name="options">What is allowed.</param>
/// <param name="now">The present.</param>
internal sealed class Fitting(Session session, ImportOptions options, DateTimeOffset now)
{
    /// <summary>Leaves out what the target lacks, and finds the casts for what has another type there.</summary>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public async Task<SnapshotFiles> AdaptAsync(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog,
        CancellationToken cancellationToken
    )
    {
        if (options.Drift == DriftMode.Refuse || snapshot.Differences is not null)
            return snapshot;
        var adaptation = DriftAdaptation.Of(snapshot, catalog);
        return await new CastLookup(session, catalog).ResolveAsync(adaptation.Snapshot, cancellationToken) with
        {
            Differences = adaptation.Differences,
        };
    }

    /// <summary>Moves times to where they are wanted.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="catalog">The target's catalog, with the keys by which rows are found.</param>
    /// <param name="isThere">
    /// Whether they have been moved and are compared: what was moved to the present then is where it was moved to.
    /// </param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SnapshotSeedException">Values are no times, or columns that are named do not exist.</exception>
    /// <exception cref="StatementException">The server refused a statement.</exception>
    public Task<SnapshotFiles> RebaseAsync(
        SnapshotFiles snapshot,
        DatabaseCatalog catalog,
        bool isThere,
        CancellationToken cancellationToken
    ) =>
        options.Time.Rebase switch
        {
            null => Task.FromResult(snapshot),
            { Moment: null } when isThere => new TimeRebasing(session, catalog, options).AsFoundAsync(
                snapshot,
                now,
                cancellationToken
            ),
            _ => new TimeRebasing(session, catalog, options).ToAsync(snapshot, now, cancellationToken),
        };
}
