using System.Collections.Immutable;
using SnapshotSeed.Catalog.Queries;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import;

/// <summary>One way for the printed plan, the import, its further tries and the verification. Writes nothing.</summary>
internal sealed class ImportPreparation(Session session, ImportOptions options, DateTimeOffset now)
{
    /// <exception cref="SnapshotSeedException">The snapshot or the options do not fit the target.</exception>
    public async Task<PreparedImport> PrepareAsync(
        SnapshotFiles files,
        ImportTarget target,
        IReadOnlyCollection<TableName> postponed,
        CancellationToken cancellationToken
    )
    {
        var comparison = await CompareMigrationsAsync(files, target, cancellationToken);
        var adapted = await AdaptAsync(files, target, cancellationToken);
        var ids = IdAssignment.Of(adapted, target.Catalog, target.Rules);
        var assigning = target with { Rules = ids.WithNaturalKeys(target.Rules) };
        var absent = AbsentFrom(files, target);
        var mismatches = options.KeepGoing ? Mismatches(adapted, assigning, absent) : [];
        var fitting = Without(adapted, mismatches);
        if (!options.KeepGoing)
            SchemaMismatches.Refuse(
                fitting.Tables,
                fitting,
                assigning,
                comparison ?? new(files.Migration, null),
                absent
            );
        var moved = await RebaseAsync(fitting, assigning, cancellationToken);
        var fitted = WithIds(moved, ids);
        var additions = new PlanAdditions
        {
            Stamp = options.StampMigration is { } stamp
                ? new StampMigration(Stamp(stamp, files, assigning, comparison))
                : null,
            Views = await ViewsAsync(fitted, target.Catalog, cancellationToken),
            LabelFiles = await LabelFilesAsync(fitted, ids, assigning, cancellationToken),
        };
        return new(assigning, fitted, LoadPlanner.Plan(fitted, assigning, options, additions, postponed))
        {
            Comparison = comparison,
            Mismatches = [.. mismatches],
        };
    }

    /// <exception cref="SnapshotSeedException">The options do not fit the target.</exception>
    public async Task<PreparedComparison> PrepareComparisonAsync(
        SnapshotFiles files,
        CancellationToken cancellationToken
    )
    {
        var target = await ImportTarget.ReadAsync(session, files, options, cancellationToken);
        var adapted = await AdaptAsync(files, target, cancellationToken);
        var ids = IdAssignment.Of(adapted, target.Catalog, target.Rules);
        var assigning = target with { Rules = ids.WithNaturalKeys(target.Rules) };

        // Times that an import moved to its present are looked for in the target.
        var moved = options.Time.Rebase is { Moment: null }
            ? await new TimeRebasing(session, assigning).AsFoundAsync(adapted, now, cancellationToken)
            : await RebaseAsync(adapted, assigning, cancellationToken);
        var fitted = WithIds(moved, ids);
        return new(assigning, fitted, await LabelFilesAsync(fitted, ids, assigning, cancellationToken))
        {
            Absent = AbsentFrom(files, target),
        };
    }

    /// <summary>The tables that the options name and the target lacks, where that is no difference to adapt to.</summary>
    private ImmutableArray<TableName> AbsentFrom(SnapshotFiles files, ImportTarget target) =>
        options.Drift == DriftMode.Adapt ? [] : target.Configured.AbsentFrom(files);

    private static List<RowProblem> Mismatches(
        FittedSnapshot snapshot,
        ImportTarget target,
        ImmutableArray<TableName> absent
    ) =>
        [
            .. SchemaMismatches
                .Of(snapshot.Tables, [.. snapshot.Names], target)
                .Where(problem => problem.Kind != RowProblemKind.Null),
            .. absent.Select(SchemaMismatches.OfAbsent),
        ];

    /// <exception cref="SnapshotSeedException">The migrations have to be the same and are not.</exception>
    private async Task<MigrationComparison?> CompareMigrationsAsync(
        SnapshotFiles files,
        ImportTarget target,
        CancellationToken cancellationToken
    )
    {
        if (files.Migration is null && options is { StampMigration: null, Migration: not MigrationMode.Require })
            return null;
        var state = await MigrationHistory.ReadAsync(target.Catalog, target.Histories, session, cancellationToken);
        var comparison = new MigrationComparison(files.Migration, state);
        if (options.Migration == MigrationMode.Require && !(state is null && options.StampMigration is not null))
            comparison.Require();
        return comparison;
    }

    private async Task<FittedSnapshot> AdaptAsync(
        SnapshotFiles files,
        ImportTarget target,
        CancellationToken cancellationToken
    ) =>
        options.Drift == DriftMode.Adapt
            ? await new CastLookup(session, target.Catalog).ResolveAsync(
                DriftAdaptation.Of(files, target.Catalog, target.Configured.AbsentFrom(files)),
                cancellationToken
            )
            : FittedSnapshot.Of(files);

    private static FittedSnapshot Without(FittedSnapshot snapshot, List<RowProblem> mismatches)
    {
        var left = mismatches.Select(problem => problem.Name).ToHashSet();
        var kept = snapshot.Tables.ToLookup(fitted => left.Contains(fitted.File.Name));
        var files = kept[true]
            .Select(fitted => new TableFile(fitted.File.Name, fitted.File.Path, fitted.File.Manifest));
        return snapshot with { Tables = [.. kept[false]], LeftOut = [.. snapshot.LeftOut, .. files] };
    }

    private Task<FittedSnapshot> RebaseAsync(
        FittedSnapshot snapshot,
        ImportTarget target,
        CancellationToken cancellationToken
    ) =>
        options.Time.Rebase is null
            ? Task.FromResult(snapshot)
            : new TimeRebasing(session, target).ToAsync(snapshot, now, cancellationToken);

    private static FittedSnapshot WithIds(FittedSnapshot snapshot, IdAssignment ids) =>
        snapshot with
        {
            Tables = [.. snapshot.Tables.Select(ids.WithLabels)],
            Assigned = ids.Tables,
        };

    private static Stamp Stamp(
        MigrationStamp stamp,
        SnapshotFiles files,
        ImportTarget target,
        MigrationComparison? comparison
    ) =>
        new StampPlanner(files.Migration, files.Migrations).Plan(
            stamp.Version,
            comparison?.Target,
            target.Catalog,
            target.Histories
        );

    private async Task<ImmutableArray<TableName>> ViewsAsync(
        FittedSnapshot snapshot,
        DatabaseCatalog catalog,
        CancellationToken cancellationToken
    ) =>
        catalog.HasMaterializedViews && !snapshot.Tables.IsEmpty
            ?
            [
                .. await session.RowsAsync(
                    MaterializedViewsQuery.Of(
                        snapshot.Tables.Select(fitted => catalog.Find(fitted.File.Name)?.Relation ?? fitted.File.Name)
                    ),
                    MaterializedViewsQuery.Read,
                    cancellationToken
                ),
            ]
            : [];

    /// <summary>A file that is not loaded is not checked either: what the target lacks of it is passed over.</summary>
    private static async Task<ImmutableArray<TableLoad>> LabelFilesAsync(
        FittedSnapshot snapshot,
        IdAssignment ids,
        ImportTarget target,
        CancellationToken cancellationToken
    )
    {
        if (ids.Tables.IsEmpty)
            return [];
        var needed = ids.Needed(snapshot.Tables.Select(fitted => fitted.File.Name));
        var files = await SnapshotReader.ReadAsync(
            [.. snapshot.LeftOut.Where(file => needed.Contains(file.Table))],
            snapshot.Files.Null,
            cancellationToken
        );
        return
        [
            .. files
                .Where(file => target.Catalog.Find(file.Name) is not null)
                .Select(file => WithoutUnknownColumns(file, target.Catalog[file.Name]))
                .Select(file => IdOperations.Arranged(target.Load(ids.WithLabels(new(file))), ids.Tables)),
        ];
    }

    private static SnapshotTable WithoutUnknownColumns(SnapshotTable file, Table table)
    {
        var unknown = file
            .Content.Columns.Except(table.StoredColumns.Select(column => column.Name))
            .ToHashSet(StringComparer.Ordinal);
        return unknown.Count == 0 ? file : file with { Content = file.Content.Without(unknown) };
    }
}
