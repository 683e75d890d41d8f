using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Describes a refusal of rows that no constraint explains: as much as is known of it, and no more.</summary>
internal sealed class Unexplained(LoadState state, LoadPlan plan)
{
    public static readonly MessageTemplate TriggersOff =
        $"If a trigger of the target raised this, its owner can use {Setting.Triggers.As("off")}. Or exclude the table "
        + $"from the export with {Setting.Exclude}.";

    private const string MixedLineEnds = "22P04";

    private static readonly MessageTemplate RulesOff =
        $"The owner of the table can disable its rules for the import (ALTER TABLE … DISABLE RULE …). Or exclude the table "
        + $"from the export with {Setting.Exclude}.";

    private readonly Isolation isolation = new(state, plan);

    public async Task<(RowProblem Problem, MessageTemplate Hint)> DescribeAsync(
        Exception cause,
        CancellationToken cancellationToken
    ) =>
        cause is RowsNotInsertedException lost
            ? await DescribeAsync(lost, plan[lost.Table], cancellationToken)
            : await DescribeAsync((StatementException)cause, cancellationToken);

    private async Task<(RowProblem Problem, MessageTemplate Hint)> DescribeAsync(
        StatementException refusal,
        CancellationToken cancellationToken
    )
    {
        var first = await isolation.FirstRefusedAsync(refusal, cancellationToken);
        var named = refusal.Error.TableName is { } name
            ? new TableName(refusal.Error.SchemaName ?? "public", name)
            : null;
        var table = refusal.Subject is null && named is not null ? $"{named}: " : "";
        var at = first is null ? "" : $", first at {Place(first)}";
        var problem = (first ?? new RowProblem(RowProblemKind.Refused, named ?? plan.Tables.First().Table.Name)) with
        {
            Detail = $"{table}{refusal.Message}{at}",
        };
        return (problem, NextStep(refusal));
    }

    /// <summary>What probably kept rows from being inserted without an error, behind the sentence that says so.</summary>
    public static string Cause(TableLoad load) =>
        load.Table.HasInsertRules ? "; probably a rule of the target prevented it"
        : load.MeetsTriggers ? "; probably a trigger of the target prevented it"
        : KeysNotInFile(load) is { Count: > 0 } keys
            ? $": other rows have their values in {string.Join(" or ", keys)}, whose columns are not in the file"
        : ": unknown rows of the target conflict with them";

    private static MessageTemplate NextStep(TableLoad load) =>
        load.Table.HasInsertRules ? RulesOff
        : load.MeetsTriggers ? TriggersOff
        : KeysNotInFile(load).Count > 0 ? "Drop that key in the target, or run the migrations of the source on it."
        : "Compare the unique indexes and exclusion constraints of the table with the source.";

    private MessageTemplate NextStep(StatementException refusal) =>
        refusal.SqlState == MixedLineEnds ? "End all lines alike, with LF or with CRLF."
        : refusal.Function is not null && plan.Tables.Any(load => load.MeetsTriggers) ? TriggersOff
        : "Compare the definition of the table with the source. Run the migrations on the target, or export the "
            + "snapshot again.";

    private async Task<(RowProblem Problem, MessageTemplate Hint)> DescribeAsync(
        RowsNotInsertedException lost,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        var missing = await isolation.MissingAsync(load, cancellationToken);
        var first = missing.Count == 0 ? "" : $", first {string.Join(", ", missing.Select(Place))}";
        return Told($"{lost.Message}{first}{Cause(load)}", NextStep(load));

        (RowProblem, MessageTemplate) Told(string detail, MessageTemplate hint) =>
            (
                new RowProblem(RowProblemKind.NotInserted, load.Table.Name)
                {
                    File = load.Source.File,
                    Line = missing.Count == 0 ? null : missing[0].Line,
                    Key = missing.Count == 0 ? null : missing[0].Key,
                    Count = lost.Rows,
                    Detail = detail,
                },
                hint
            );
    }

    /// <summary>Which rows these keep out cannot be asked: what they are over is not in the file.</summary>
    private static List<string> KeysNotInFile(TableLoad load) =>
        load
            .Table.Keys.Where(key => !load.Holds(key.Columns))
            .Select(key => $"{key.Name} ({string.Join(", ", key.Columns)})")
            .ToList();

    private static string Place(RowProblem problem) =>
        $"{problem.File} line {problem.Line}{(problem.Key is null ? "" : $" ({problem.Key})")}";
}
