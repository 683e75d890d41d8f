using System.Collections.Immutable;
using SnapshotSeed.Matching;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot;

namespace SnapshotSeed.Import.Fit;

/// <summary>What of a snapshot does not fit a target, as far as the catalog can tell. Pure.</summary>
internal static class SchemaMismatches
{
    private const int MostNamed = 6;

    public static List<RowProblem> Of(
        IEnumerable<FittedTable> tables,
        IReadOnlyCollection<TableName> inSnapshot,
        ImportTarget target
    ) =>
        [
            .. tables.SelectMany(fitted =>
                TableMismatches
                    .Problems(
                        fitted.File,
                        target.Catalog.Find(fitted.File.Name),
                        target.Rules[fitted.File.Name],
                        forWriting: true
                    )
                    .Select(problem => WithRename(problem, fitted.File, inSnapshot, target.Catalog))
            ),
        ];

    /// <summary>What is wrong with a table that the options name and the target lacks.</summary>
    public static RowProblem OfAbsent(TableName table) => new(RowProblemKind.TableNotFound, table);

    /// <param name="tables">The tables.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="target">The target.</param>
    /// <param name="comparison">Both migrations.</param>
    /// <param name="absent">The tables that the options name and the target lacks.</param>
    /// <exception cref="SnapshotSeedException">Something does not fit: every problem together.</exception>
    public static void Refuse(
        IReadOnlyCollection<FittedTable> tables,
        FittedSnapshot snapshot,
        ImportTarget target,
        MigrationComparison comparison,
        ImmutableArray<TableName> absent
    )
    {
        List<RowProblem> problems = [.. Of(tables, [.. snapshot.Names], target), .. absent.Select(OfAbsent)];
        if (problems.Count == 0)
            return;
        throw SnapshotSeedException.ForRows(
            $"the snapshot does not fit database {target.Catalog.Database.Name}",
            problems,
            problems.TrueForAll(IsOfTheRole)
                ? (MessageTemplate)"Grant the missing privileges to the role, or import as another role."
                : $"{Way(comparison)}{Adapting(tables, snapshot, target, absent)}{Skipping(problems)}"
        );
    }

    private static MessageTemplate Skipping(List<RowProblem> problems) =>
        problems.Exists(problem => problem.Kind == RowProblemKind.TableNotFound)
            ? $" {Setting.KeepGoing} imports the other tables."
            : (MessageTemplate)"";

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
        IReadOnlyCollection<TableName> inSnapshot,
        DatabaseCatalog catalog
    ) =>
        problem.Kind == RowProblemKind.TableNotFound
            ? problem with
            {
                Detail = NewNames.InWords(RenameGuess.OfTable(source, inSnapshot, catalog)),
            }
            : problem;

    private static string Way(MigrationComparison comparison) =>
        comparison.Words.Length == 0 ? comparison.Way : $"{comparison.Words} {comparison.Way}";

    private static MessageTemplate Adapting(
        IReadOnlyCollection<FittedTable> tables,
        FittedSnapshot snapshot,
        ImportTarget target,
        ImmutableArray<TableName> absent
    )
    {
        if (snapshot.Differences is not null)
            return $"";
        var adaptation = DriftAdaptation.Of(
            snapshot.Files with
            {
                Tables = [.. tables.Select(fitted => fitted.File)],
            },
            target.Catalog,
            absent
        );
        var leftOut = Named(adaptation, difference => difference.IsLeftOut);
        var cast = Named(adaptation, difference => difference.Kind == SchemaDifferenceKind.TypeChanged);
        if (leftOut.Length + cast.Length == 0)
            return $"";
        var rest = Of(adaptation.Tables, [.. adaptation.Names], target).Count > 0 ? " and still refuse the rest" : "";
        var would = string.Join(
            " and ",
            new[] { leftOut.Length > 0 ? $"skip {leftOut}" : "", cast.Length > 0 ? $"cast {cast}" : "" }.Where(text =>
                text.Length > 0
            )
        );
        var renamed = adaptation.Differences!.Value.Any(difference => !difference.MayBeNow.IsEmpty)
            ? " What was renamed can be renamed in the file's header or name as well; snapshotseed check --update brings the "
                + "manifest up to it."
            : "";
        return $" {Setting.Drift.As("adapt")} would {would}{rest}.{renamed}";
    }

    private static string Named(FittedSnapshot adaptation, Func<SchemaDifference, bool> isMeant)
    {
        var names = adaptation
            .Differences!.Value.Where(isMeant)
            .Select(difference =>
                difference.Column is { } column ? $"{difference.Table}.{column}" : $"table {difference.Table}"
            )
            .ToList();
        return string.Join(", ", names.Take(MostNamed))
            + (names.Count > MostNamed ? FormattableString.Invariant($" and {names.Count - MostNamed} more") : "");
    }
}
