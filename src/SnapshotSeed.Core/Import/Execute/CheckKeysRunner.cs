using SnapshotSeed.Import.Plan.Operations;
using SnapshotSeed.Matching;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Execute;

internal static class CheckKeysRunner
{
    /// <exception cref="SnapshotSeedException">Rows of a file, or of the target, have the same key.</exception>
    public static async Task RunAsync(LoadState state, CheckKeys operation, CancellationToken cancellationToken)
    {
        var problems = new List<RowProblem>();
        foreach (var load in operation.Tables.Where(load => load.Rows > 0))
        {
            var check = await state.CheckAsync(load, cancellationToken);
            problems.AddRange(
                check.NamesAll
                    ? await DuplicateKeys.LaterAsync(check, load.Key!, cancellationToken)
                    : await DuplicateKeys.FindAsync(check, load.Key!, cancellationToken)
            );
            problems.AddRange(await SeveralRows.FindAsync(check, load.Key!, cancellationToken));
        }

        if (problems.Count > 0)
            throw SnapshotSeedException.ForRows(
                "several rows have the same key",
                problems,
                $"Correct these rows, or name another key with {Setting.TableKeys}."
            );
    }
}
