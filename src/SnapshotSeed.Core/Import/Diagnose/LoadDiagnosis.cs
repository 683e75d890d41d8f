using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Finds every row that the target would refuse, to correct all at once. The caller rolls back.</summary>
internal sealed class LoadDiagnosis(LoadState state, LoadPlan plan, ILookup<TableName, UniqueRule> rules)
{
    public async Task<List<RowProblem>> RunAsync(CancellationToken cancellationToken)
    {
        // Questions expect next to no answer, so the planner likes nested loops, which with many rows never end.
        await state.Session.ExecuteAsync($"SET LOCAL enable_nestloop = off", cancellationToken);

        var problems = new List<RowProblem>();
        var sound = new Dictionary<TableName, RowCheck>();
        foreach (var load in plan.Tables.Where(load => load.Rows > 0))
        {
            var check = await RowCheck.OfAsync(state.Session, load, state.Ids, cancellationToken);
            var bad = await BadValues.FindAsync(check, cancellationToken);
            problems.AddRange(bad);
            if (bad.Count == 0)
                sound.Add(load.Table.Name, check);
        }

        var references = new DanglingReferences(plan, sound);
        foreach (var check in sound.Values)
        {
            problems.AddRange(await UniqueAsync(check, cancellationToken));
            foreach (
                var key in check
                    .Load.Table.ForeignKeys.Concat(check.Load.Table.ReferencesIntoExtensions)
                    .Where(key => key.IsEnforced && check.Load.Holds(key.Columns))
            )
                problems.AddRange(await references.FindAsync(check, key, cancellationToken));

            // What a function looks for in other rows is not there now.
            foreach (var constraint in check.Load.Table.Checks.Where(constraint => !constraint.CallsFunctions))
                problems.AddRange(await CheckViolations.FindAsync(check, constraint, cancellationToken));
        }

        return problems;
    }

    private async Task<List<RowProblem>> UniqueAsync(RowCheck check, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        foreach (var key in check.Load.Table.Keys.Where(key => check.Load.Holds(key.Columns)))
        {
            var duplicates = await DuplicateKeys.FindAsync(check, key, cancellationToken);
            problems.AddRange(duplicates);
            if (duplicates.Count == 0 && key != check.Load.Key)
                problems.AddRange(await Collisions.FindAsync(check, key, cancellationToken));
        }

        foreach (var rule in rules[check.Load.Table.Root ?? check.Load.Table.Name])
            problems.AddRange(await Exclusions.FindAsync(check, rule, cancellationToken));
        return problems;
    }
}
