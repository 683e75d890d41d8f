using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Core.Tests.Import;

/// <summary>Snapshots and files as they are, beside a catalog as it is.</summary>
internal static class Fitted
{
    public static LoadPlan Plan(SnapshotFiles files, DatabaseCatalog catalog, ImportOptions options)
    {
        var snapshot = FittedSnapshot.Of(files);
        var target = new ImportTarget(catalog, new RulesByTable(new(options.OnConflict)));
        var selected = ReadingOptions.Of(options).Select(snapshot.Names);
        SchemaMismatches.Refuse(
            [.. snapshot.Tables.Where(fitted => selected.Contains(fitted.File.Name))],
            snapshot,
            target,
            new(files.Migration, null),
            absent: []
        );
        return LoadPlanner.Plan(snapshot, target, options);
    }

    public static TableLoad Load(SnapshotTable file, DatabaseCatalog catalog) =>
        new ImportTarget(catalog, new RulesByTable(LoadingRule.Default)).Load(new(file));
}
