using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>What of a snapshot does not fit a target, as far as the catalog can tell. Pure.</summary>
internal static class SchemaMismatches
{
    private const int MostNamed = 6;

    /// <summary>What does not fit, of every table.</summary>
    public static List<RowProblem> Of(
        IEnumerable<SnapshotTable> sources,
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    ) =>
        [
            .. sources.SelectMany(source =>
                TableMismatches
                    .Problems(source, catalog.Find(source.Name), forWriting: true)
                    .Select(problem => WithRename(problem, source, snapshot, catalog))
            ),
        ];

    /// <exception cref="SnapshotSeedException">
    /// Something does not fit: every problem of every table together, with what adapting to it would do.
    /// </exception>
    public static void Refuse(
        IReadOnlyCollection<SnapshotTable> sources,
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    )
    {
        var problems = Of(sources, snapshot, catalog);
        if (problems.Count == 0)
            return;
        throw SnapshotSeedException.ForRows(
            $"the snapshot does not fit database {catalog.Database.Name}",
            problems,
            problems.TrueForAll(IsOfTheRole)
                ? (MessageTemplate)"Grant the role what it lacks, or import as another one."
                : $"{Way(snapshot)}{Adapting(sources, snapshot, catalog)}"
        );
    }

    private static bool IsOfTheRole(RowProblem problem) =>
        problem.Kind
            is RowProblemKind.NotReadable
                or RowProblemKind.NotOnStandby
                or RowProblemKind.RowSecurity
                or RowProblemKind.NotInsertable
                or RowProblemKind.NotUpdatable;

    private static RowProblem WithRename(
        RowProblem problem,
        SnapshotTable source,
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    ) =>
        problem.Kind is RowProblemKind.TableNotFound or RowProblemKind.NoTable
            ? problem with
            {
                Detail = NewNames.InWords(RenameGuess.OfTable(source, snapshot, catalog)),
            }
            : problem;

    private static string Way(SnapshotFiles snapshot)
    {
        var comparison = snapshot.Comparison ?? new MigrationComparison(snapshot.Migration, null);
        return comparison.Words.Length == 0 ? comparison.Way : $"{comparison.Words} {comparison.Way}";
    }

    private static MessageTemplate Adapting(
        IReadOnlyCollection<SnapshotTable> sources,
        SnapshotFiles snapshot,
        DatabaseCatalog catalog
    )
    {
        if (snapshot.Differences is not null)
            return $"";
        var adaptation = DriftAdaptation.Of(snapshot with { Tables = [.. sources] }, catalog);
        var leftOut = Named(adaptation, difference => difference.IsLeftOut);
        var cast = Named(adaptation, difference => difference.Kind == SchemaDifferenceKind.TypeChanged);
        if (leftOut.Length + cast.Length == 0)
            return $"";
        var rest =
            Of(adaptation.Snapshot.Tables, adaptation.Snapshot, catalog).Count > 0
                ? "; what else is named it would refuse, too"
                : "";
        var would = string.Join(
            " and ",
            new[] { leftOut.Length > 0 ? $"leave out {leftOut}" : "", cast.Length > 0 ? $"cast {cast}" : "" }.Where(
                text => text.Length > 0
            )
        );
        var renamed = adaptation.Differences.Any(difference => !difference.MayBeNow.IsEmpty)
            ? " What was renamed can be renamed in the file's header or name as well; snapshotseed check --update brings the "
                + "manifest up to it."
            : "";
        return $" {Setting.Drift.As("adapt")} would {would}{rest}.{renamed}";
    }

    private static string Named(DriftAdaptation adaptation, Func<SchemaDifference, bool> isMeant)
    {
        var names = adaptation
            .Differences.Where(isMeant)
            .Select(difference =>
                difference.Column is { } column ? $"{difference.Table}.{column}" : $"table {difference.Table}"
            )
            .ToList();
        return string.Join(", ", names.Take(MostNamed))
            + (names.Count > MostNamed ? FormattableString.Invariant($" and {names.Count - MostNamed} more") : "");
    }
}
