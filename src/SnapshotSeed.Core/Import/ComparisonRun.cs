using Microsoft.Extensions.Logging.Abstractions;
using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;
using SnapshotSeed.Verify;

namespace SnapshotSeed.Import;

/// <summary>Compares a target with a snapshot: ids are looked up as for an import, then every row.</summary>
/// <param name="session">The session.</param>
/// <param name="prepared">What is compared.</param>
/// <param name="notLoaded">The lines of files on which rows start that the import before has not loaded.</param>
internal sealed class ComparisonRun(
    Session session,
    PreparedComparison prepared,
    IReadOnlyDictionary<TableName, IReadOnlySet<long>> notLoaded
)
{
    /// <exception cref="SnapshotSeedException">Labels are defined twice.</exception>
    public async Task<VerificationReport> RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        var (target, snapshot) = (prepared.Target, prepared.Snapshot);
        var verifier = new Verifier(session, target.Catalog, snapshot);
        var all = snapshot
            .Tables.Where(fitted => verifier.CanCompare(fitted.File, target.Rules[fitted.File.Name]))
            .Select(fitted => IdOperations.Arranged(target.Load(fitted), snapshot.Assigned))
            .ToList();
        foreach (var obstacle in prepared.Absent.Select(SchemaMismatches.OfAbsent).Concat(snapshot.Files.Unreadable))
            verifier.Add(obstacle);
        var loads = new List<TableLoad>();
        foreach (var load in all)
            loads.Add(await verifier.WithoutAsync(load, Lines(load.Table.Name), cancellationToken));
        var state = new LoadState(session, options.KeepGoing);
        var ids = IdOperations.Of(
            snapshot.Assigned,
            loads.ToDictionary(load => load.Table.Name),
            prepared.LabelFiles,
            canMatch: false
        );
        await new LoadExecutor(
            state,
            new LoadPlan([.. ids.Resolve.Where(operation => operation is Plan.Operations.ResolveIds)]),
            NullLogger.Instance,
            loads
        ).RunAsync(cancellationToken);
        var found = await new TimesAsFound(session, state.Ids, target.Time).CorrectAsync(loads, cancellationToken);
        var report = await verifier.RunAsync(found, state.Ids, state.Staging, cancellationToken);
        return report with { OtherShifts = TimesAsFound.Others(found, snapshot.Shift) };
    }

    private IReadOnlySet<long> Lines(TableName table) =>
        notLoaded.TryGetValue(table, out var lines) ? lines : new HashSet<long>();
}
