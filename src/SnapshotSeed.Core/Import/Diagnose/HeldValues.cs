using SnapshotSeed.Import.Fit;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>What helps where other rows of the target hold unique values of the snapshot. Pure.</summary>
internal static class HeldValues
{
    /// <param name="problems">What was found.</param>
    /// <param name="plan">What was to be loaded.</param>
    /// <returns>The next step; null where no value is held.</returns>
    public static MessageTemplate? NextStep(IReadOnlyCollection<RowProblem> problems, LoadPlan plan)
    {
        var held = problems
            .Where(problem =>
                problem is { Kind: RowProblemKind.Collision or RowProblemKind.Exclusion, Holder: not null }
            )
            .ToList();
        if (held.Count == 0)
            return null;
        MessageTemplate others = $"{Setting.KeepGoing} leaves out the row that clashes, and what depends on it.";
        if (
            held.GroupBy(problem => (problem.Name, problem.Line)).Any(row => !IsAdoptable([.. row], plan[row.Key.Name]))
        )
            return others;
        MessageTemplate assign = plan.Tables.All(CanAssign)
            ? (MessageTemplate)$"{Setting.Ids.As("assign")}"
            : MessageTemplate.Join(
                ", ",
                held.Select(problem => problem.Name)
                    .Distinct()
                    .Select(MessageTemplate (table) => $"\"assign\" for {Setting.Ids.Of(table.ToString())}")
            );
        return $"{assign} adopts the row that is there, with all rows that reference it. {others}";
    }

    /// <summary>Whether the one row that is there is found by a value, once ids are assigned.</summary>
    private static bool IsAdoptable(List<RowProblem> ofRow, TableLoad load) =>
        !load.Rule.AssignsIds
        && IdAssignment.GeneratedId(load.Table) is { } id
        && NaturalKey(load, id) is { } key
        && ofRow.Find(problem => problem.Kind == RowProblemKind.Collision && problem.Constraint == key.Name)
            is { Holder: var holder }
        && ofRow.TrueForAll(problem => problem.Holder == holder);

    private static bool CanAssign(TableLoad load) =>
        IdAssignment.GeneratedId(load.Table) is not { } id || NaturalKey(load, id) is not null;

    private static UniqueKey? NaturalKey(TableLoad load, string id) =>
        IdAssignment.NaturalKey(load.Table, id, load.Rule, load.Source.Content);
}
