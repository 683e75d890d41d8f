using System.Collections.Immutable;
using System.Globalization;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>Why rows of a table were not loaded, in a few words.</summary>
internal static class NotLoadedReasons
{
    /// <param name="problems">The problems of the table.</param>
    /// <returns>
    /// What stands behind the number of rows: <c>: another row holds its unique value</c>. Nothing where the whole table was
    /// not loaded.
    /// </returns>
    public static string InWords(IEnumerable<RowProblem> problems)
    {
        var all = problems
            .Where(problem => problem.Kind is not RowProblemKind.AlreadyThere and not RowProblemKind.NotUpdated)
            .ToList();
        if (all.Count == 0 || all.Exists(problem => problem is not { Line: not null, More: 0 }))
            return "";
        var reasons = all.Select(problem => Of(problem.Kind))
            .GroupBy(reason => reason.One, (_, group) => group.ToImmutableArray())
            .ToList();
        return reasons is [var only]
            ? $": {(only.Length == 1 ? only[0].One : only[0].Several)}"
            : $": {string.Join(", ", reasons.Select(Several))}";
    }

    private static string Several(ImmutableArray<(string One, string Several)> reason) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{reason.Length} because {(reason.Length == 1 ? reason[0].One : reason[0].Several)}"
        );

    private static (string One, string Several) Of(RowProblemKind kind) =>
        kind switch
        {
            RowProblemKind.Collision or RowProblemKind.Exclusion => (
                "another row holds its unique value",
                "other rows hold their unique values"
            ),
            RowProblemKind.Duplicate or RowProblemKind.LabelTwice => (
                "an earlier line has its key",
                "earlier lines have their keys"
            ),
            RowProblemKind.SeveralRows => (
                "several rows of the target have its key",
                "several rows of the target have their keys"
            ),
            RowProblemKind.ParentNotLoaded => ("its parent row was not loaded", "their parent rows were not loaded"),
            RowProblemKind.Dangling
            or RowProblemKind.DanglingIntoDifferent
            or RowProblemKind.DanglingIntoExtension
            or RowProblemKind.DanglingIntoLeftOut
            or RowProblemKind.LabelUnknown
            or RowProblemKind.LabelNotInTarget => ("its parent row is missing", "their parent rows are missing"),
            RowProblemKind.Check => ("it violates a check constraint", "they violate check constraints"),
            RowProblemKind.Null => ("it lacks a required value", "they lack required values"),
            RowProblemKind.Value
            or RowProblemKind.Character
            or RowProblemKind.LosesValue
            or RowProblemKind.TimeOutOfRange => ("a value does not fit its column", "values do not fit their columns"),
            _ => ("the database rejected it", "the database rejected them"),
        };
}
