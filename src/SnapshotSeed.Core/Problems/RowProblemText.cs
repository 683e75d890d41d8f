namespace SnapshotSeed.Problems;

internal static class RowProblemText
{
    public static MessageTemplate Of(RowProblem problem) =>
        OfTable(problem) is { } ofTable ? $"{problem.Table}: {ofTable}" : Reason(problem);

    /// <summary>For a reader who already knows the table.</summary>
    public static MessageTemplate Reason(RowProblem problem) =>
        $"{OfTable(problem) ?? OfFile(problem) ?? OfRow(problem)}{Others(problem)}";

    private static string Others(RowProblem problem) =>
        problem.More == 0 ? ""
        : problem.MayBeMore ? $"; at least {Counted.Of(problem.More, "more row")} like it"
        : $"; {Counted.Of(problem.More, "more row")} like it";

    private static MessageTemplate? OfTable(RowProblem problem) =>
        problem.Kind switch
        {
            RowProblemKind.TableNotFound => $"table not found in the target{problem.Detail}",
            RowProblemKind.NoFile when problem.File is { } file => $"{file} is missing; the manifest lists it",
            RowProblemKind.NoFile => "the snapshot has no file for this table",
            RowProblemKind.NotReadable => "the role needs SELECT to compare rows",
            RowProblemKind.NotOnStandby => "unlogged table; its rows are not on a standby",
            RowProblemKind.RowSecurity =>
                "row level security may hide rows from the role; use the table's owner, or grant BYPASSRLS",
            RowProblemKind.NotInsertable => "the role needs INSERT",
            RowProblemKind.NotUpdatable => "the role needs UPDATE",
            RowProblemKind.RulesOnUpdate => "has UPDATE rules, which replace an UPDATE",
            RowProblemKind.NoNaturalKey =>
                $"no natural key: every unique key contains the generated id {Columns(problem)}",
            RowProblemKind.KeyNeedsItself =>
                $"circular natural key {Columns(problem)}: finding its ids needs {Columns(problem)} itself",
            RowProblemKind.RulesInCycle => $"has INSERT rules and is part of the cycle {problem.Detail}",
            RowProblemKind.ColumnType =>
                $"column {Columns(problem)} is {problem.InSnapshot} in the snapshot and {problem.InTarget} in the "
                    + $"target",
            RowProblemKind.TypeDefinition =>
                $"type {problem.Constraint} is {problem.InSnapshot} in the snapshot and {problem.InTarget} in the "
                    + $"target",
            RowProblemKind.RequiredColumn =>
                $"column {Columns(problem)} ({problem.InTarget}) is NOT NULL, has no default and is not in "
                    + $"{problem.File}",
            _ => (MessageTemplate?)null,
        };

    private static MessageTemplate? OfFile(RowProblem problem) =>
        problem.Kind switch
        {
            RowProblemKind.NotInManifest => $"{Place(problem)}: the manifest has no column {Columns(problem)}",
            RowProblemKind.RepeatedColumn =>
                $"{Place(problem)}: column {Columns(problem)} appears {problem.Count} times",
            RowProblemKind.UnknownColumn =>
                $"{Place(problem)}: the target's table {problem.Table} has no column {Columns(problem)}"
                    + $"{problem.Detail}",
            RowProblemKind.GeneratedColumn =>
                $"{Place(problem)}: column {Columns(problem)} is generated in the target and takes no values",
            RowProblemKind.MissingColumn => $"{Place(problem)}: column {Columns(problem)} is missing from the header",
            RowProblemKind.KeyColumn =>
                $"{Place(problem)}: column {Columns(problem)} of the table's key is missing from the header",
            RowProblemKind.Null => $"{Place(problem)}: NULL in column {Columns(problem)}, which is NOT NULL",
            RowProblemKind.Value =>
                $"{Place(problem)}: the value of column {Columns(problem)} does not fit its type {problem.InTarget}",
            RowProblemKind.LosesValue =>
                $"{Place(problem)}: column {Columns(problem)}: casting {problem.InSnapshot} to {problem.InTarget} "
                    + $"would change the value",
            RowProblemKind.TimeOutOfRange =>
                $"{Place(problem)}: column {Columns(problem)}: the shifted time is out of range for {problem.InTarget}",
            RowProblemKind.Character =>
                $"{Place(problem)}: the value of column {Columns(problem)} has a character that the target's "
                    + $"encoding lacks",
            _ => (MessageTemplate?)null,
        };

    private static MessageTemplate OfRow(RowProblem problem) =>
        problem.Kind switch
        {
            RowProblemKind.Duplicate =>
                $"{Place(problem)} and line {problem.OtherLine ?? 0} have the same {Columns(problem)} "
                    + $"({problem.Constraint})",
            RowProblemKind.LabelTwice =>
                $"{Place(problem)} and line {problem.OtherLine ?? 0} have the same label in {Columns(problem)}",
            RowProblemKind.LabelUnknown =>
                $"{Place(problem)}: label in {Columns(problem)} matches no row of {problem.ReferencedTable!}",
            RowProblemKind.LabelNotInTarget =>
                $"{Place(problem)}: label in {Columns(problem)} matches a row of {problem.ReferencedTable!} that is "
                    + $"not in the target",
            RowProblemKind.SeveralRows =>
                $"{Place(problem)}: the target has {problem.Count} rows with this key{Several(problem)}",
            RowProblemKind.AlreadyThere => $"{Place(problem)}: the target already has this row",
            RowProblemKind.NotUpdated =>
                $"{(problem.Line is null ? $"{problem.Table}: {Counted.Of(problem.Count, "row", "was", "were")}" : $"{Place(problem)}:")} "
                    + $"not updated; probably a trigger prevented it",
            RowProblemKind.Lost =>
                $"{Place(problem)}: a trigger changed its key or deleted the row; every import would insert it again",
            RowProblemKind.Collision =>
                $"{Place(problem)}: duplicate {Columns(problem)} ({problem.Constraint}): {problem.Holder} of the "
                    + $"target has this value",
            RowProblemKind.Exclusion =>
                $"{Place(problem)}: {Keeper(problem)} excludes this row by {Columns(problem)} ({problem.Constraint})",
            RowProblemKind.Check => $"{Place(problem)}: violates the check constraint {problem.Constraint}",
            RowProblemKind.Dangling => MissingParent(problem, "in snapshot or target"),
            RowProblemKind.DanglingInFolder => MissingParent(problem, "in the snapshot"),
            RowProblemKind.DanglingIntoNoFile =>
                $"{problem.File}: {Counted.Of(problem.Count, "row", "references", "reference")} {problem.ReferencedTable!} "
                    + $"by {Columns(problem)} ({problem.Constraint}); the snapshot has no file for {problem.ReferencedTable!}",
            RowProblemKind.DanglingIntoDifferent => MissingParent(
                problem,
                "in the target, where the row with that key has other values"
            ),
            RowProblemKind.DanglingIntoExtension => MissingParent(
                problem,
                "in the target; the table belongs to an extension, whose rows no snapshot has"
            ),
            RowProblemKind.ParentNotLoaded =>
                $"{Place(problem)}: the parent row in {problem.ReferencedTable!} for {Columns(problem)} was not loaded"
                    + $"{(problem.Constraint is { } key ? $" ({key})" : "")}",
            RowProblemKind.DanglingIntoLeftOut => MissingParent(
                problem,
                $"in the target; load {problem.ReferencedTable!} too"
            ),
            _ => problem.Detail ?? problem.Kind.ToString(),
        };

    private static MessageTemplate MissingParent(RowProblem problem, MessageTemplate where) =>
        $"{Place(problem)}: missing parent row: {problem.ReferencedTable!} has no row for {Columns(problem)} {where} "
        + $"({problem.Constraint})";

    private static string Several(RowProblem problem) => problem.Holder is { } holders ? $": {holders}" : "";

    private static MessageTemplate Keeper(RowProblem problem) =>
        problem.Holder is { } holder ? $"{holder} of the target" : $"line {problem.OtherLine ?? 0} of the same file";

    /// <summary>As <c>users.tsv line 3 (id = 2)</c>.</summary>
    private static MessageTemplate Place(RowProblem problem) =>
        $"{problem.File} line {problem.Line ?? 0}{(problem.Key is null ? "" : $" ({problem.Key})")}";

    private static string Columns(RowProblem problem) => string.Join(", ", problem.Columns);
}
