using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal static class CheckAbsentRunner
{
    /// <exception cref="SnapshotSeedException">Rows are there.</exception>
    public static async Task RunAsync(LoadState state, CheckAbsent operation, CancellationToken cancellationToken)
    {
        var found = await new RowMatcher(state.Session, state.Staging).MatchFilledAsync(
            operation.Tables,
            cancellationToken
        );
        var problems = new List<RowProblem>();
        foreach (var load in operation.Tables)
        {
            var there = found[load.Table.Name].There.ToList();
            var check = await state.CheckAsync(load, cancellationToken);
            problems.AddRange(
                there.Take(check.Most).Select(row => check.Problem(RowProblemKind.AlreadyThere, row, withKey: true))
            );
            if (there.Count > check.Most)
                problems[^1] = problems[^1].And(there.Count - check.Most);
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForRows(
                "the target already has rows of the snapshot",
                problems,
                $"Use an empty target, or {Setting.OnConflict.As("skip")} or {Setting.OnConflict.As("update")}."
            );
    }
}
