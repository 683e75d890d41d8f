using SnapshotSeed.Import.Execute;
using SnapshotSeed.Import.Plan;
using SnapshotSeed.Matching;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Postgres;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Import.Diagnose;

/// <summary>Describes a refusal of rows that no constraint explains: as much as is known of it, and no more.</summary>
internal sealed class Unexplained(Session session, LoadPlan plan)
{
    /// <summary>What helps where a trigger of the target refuses rows.</summary>
    public static readonly MessageTemplate TriggersOff =
        $"A trigger of the target meets rows that it does not expect. The tables' owner can switch triggers off for the "
        + $"import ({Setting.Triggers.As("off")}), or the export leaves the table out ({Setting.Exclude}).";

    private const string MixedLineEnds = "22P04";

    private static readonly MessageTemplate RulesOff =
        $"The table's owner can switch its rules off for the import (ALTER TABLE … DISABLE RULE …), or the export "
        + $"leaves the table out ({Setting.Exclude}).";

    private readonly Isolation isolation = new(session, plan);

    /// <param name="cause">The server's error, or the rows that were not inserted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is wrong, and the next step.</returns>
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

    private MessageTemplate NextStep(StatementException refusal) =>
        refusal.SqlState == MixedLineEnds ? "Its lines do not all end alike: write LF throughout, or CRLF."
        : refusal.Function is not null && plan.Tables.Any(load => load.Table.HasInsertTriggers) ? TriggersOff
        : "Compare the table's definition with the source's: run the migrations on the target, or export the "
            + "snapshot again.";

    private async Task<(RowProblem Problem, MessageTemplate Hint)> DescribeAsync(
        RowsNotInsertedException lost,
        TableLoad load,
        CancellationToken cancellationToken
    )
    {
        var missing = await isolation.MissingAsync(load, cancellationToken);
        var first = missing.Count == 0 ? "" : $", first {string.Join(", ", missing.Select(Place))}";
        var rows = $"{lost.Message}{first}";
        if (load.Table.HasInsertRules)
            return Told($"{rows}: no constraint explains it, so a rule of the target turned them away", RulesOff);
        if (load.Table.HasInsertTriggers)
            return Told($"{rows}: no constraint explains it, so a trigger of the target turned them away", TriggersOff);
        var keys = KeysNotInFile(load);
        return keys.Count > 0
            ? Told(
                $"{rows}: other rows hold their values in {string.Join(" or ", keys)}, over columns that the file "
                    + $"does not have",
                "Drop that key in the target, or run the migrations that the snapshot's source has."
            )
            : Told(
                $"{rows}: other rows keep them out, and which cannot be told",
                "Compare the table's unique indexes and exclusion constraints with the source's."
            );

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
