namespace SnapshotSeed.Problems;

/// <summary>Problems in words.</summary>
internal static class RowProblemText
{
    public static MessageTemplate Of(RowProblem problem) =>
        OfTable(problem) is { } ofTable ? $"{problem.Table}: {ofTable}" : Reason(problem);

    /// <summary>The same for whoever knows which table it is about.</summary>
    public static MessageTemplate Reason(RowProblem problem) =>
        $"{OfTable(problem) ?? OfFile(problem) ?? OfRow(problem)}{Others(problem)}";

    private static string Others(RowProblem problem) =>
        problem.More == 0 ? ""
        : problem.MayBeMore ? $"; at least {problem.More} more rows like it"
        : problem.More == 1 ? "; 1 more row like it"
        : $"; {problem.More} more rows like it";

    private static MessageTemplate? OfTable(RowProblem problem) =>
        problem.Kind switch
        {
            RowProblemKind.TableNotFound => $"table not found (has the migration run?){problem.Detail}",
            RowProblemKind.NotReadable => "the role may not SELECT from it, which comparing rows needs",
            RowProblemKind.NotOnStandby => "unlogged, so that this standby has none of its rows",
            RowProblemKind.RowSecurity =>
                "row level security applies to the role, and may hide rows that are there; load as the table's "
                    + "owner, or grant BYPASSRLS to the role",
            RowProblemKind.NotInsertable => "the role may not INSERT into it",
            RowProblemKind.NotUpdatable => "the role may not UPDATE it",
            RowProblemKind.RulesOnUpdate => "has UPDATE rules, which do something else in an UPDATE's place",
            RowProblemKind.NoNaturalKey => $"no key without the id {Columns(problem)} tells its rows apart",
            RowProblemKind.KeyNeedsItself =>
                $"its key {Columns(problem)} holds ids that only the key itself could find, directly or not",
            RowProblemKind.RulesInCycle => $"has INSERT rules and is part of the cycle {problem.Detail}",
            RowProblemKind.ColumnType =>
                $"column {Columns(problem)} is {problem.InSnapshot} in the snapshot and {problem.InTarget} in the "
                    + $"target",
            RowProblemKind.TypeDefinition =>
                $"type {problem.Constraint} is {problem.InSnapshot} in the snapshot and {problem.InTarget} in the "
                    + $"target",
            RowProblemKind.RequiredColumn =>
                $"the target has column {Columns(problem)} ({problem.InTarget}), which is NOT NULL without a "
                    + $"default and not in {problem.File}",
            _ => (MessageTemplate?)null,
        };

    private static MessageTemplate? OfFile(RowProblem problem) =>
        problem.Kind switch
        {
            RowProblemKind.NoTable => $"{problem.File}: the target has no table {problem.Table}{problem.Detail}",
            RowProblemKind.NotInManifest => $"{Place(problem)}: the manifest has no column {Columns(problem)}",
            RowProblemKind.RepeatedColumn =>
                $"{Place(problem)}: column {Columns(problem)} is there {problem.Count} times",
            RowProblemKind.UnknownColumn =>
                $"{Place(problem)}: the target's table {problem.Table} has no column {Columns(problem)}{problem.Detail}",
            RowProblemKind.GeneratedColumn =>
                $"{Place(problem)}: column {Columns(problem)} is generated in the target and takes no values",
            RowProblemKind.MissingColumn => $"{Place(problem)}: column {Columns(problem)} is missing from the header",
            RowProblemKind.KeyColumn =>
                $"{Place(problem)}: column {Columns(problem)} of the table's key is missing from the header",
            RowProblemKind.Null => $"{Place(problem)}: NULL in column {Columns(problem)}, which is NOT NULL",
            RowProblemKind.Value =>
                $"{Place(problem)}: the value of column {Columns(problem)} does not fit its type {problem.InTarget}",
            RowProblemKind.LosesValue =>
                $"{Place(problem)}: column {Columns(problem)} was {problem.InSnapshot} in the snapshot, and {problem.InTarget} does not "
                    + $"hold all of the value",
            RowProblemKind.TimeOutOfRange =>
                $"{Place(problem)}: moved, the time of column {Columns(problem)} is beyond what {problem.InTarget} holds",
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
                $"{Place(problem)}: {Columns(problem)} is a label that no row of {problem.ReferencedTable!} has",
            RowProblemKind.LabelNotInTarget =>
                $"{Place(problem)}: {Columns(problem)} is the label of a row of {problem.ReferencedTable!} that the target does "
                    + $"not have",
            RowProblemKind.SeveralRows =>
                $"{Place(problem)}: the target has {problem.Count} rows of this key{Several(problem)}",
            RowProblemKind.AlreadyThere => $"{Place(problem)}: the target has this row already",
            RowProblemKind.NotUpdated =>
                $"{problem.Table}: {problem.Count} rows that differ were not updated, so a trigger of the target turned them away",
            RowProblemKind.Collision =>
                $"{Place(problem)}: in the target {problem.Holder} already holds its {Columns(problem)} "
                    + $"({problem.Constraint})",
            RowProblemKind.Exclusion =>
                $"{Place(problem)}: {Keeper(problem)} excludes it by {Columns(problem)} ({problem.Constraint})",
            RowProblemKind.Check => $"{Place(problem)}: violates the check constraint {problem.Constraint}",
            RowProblemKind.Dangling => Dangling(problem, $"that is neither in the snapshot nor in the target"),
            RowProblemKind.DanglingInFolder => Dangling(problem, $"that the snapshot does not have"),
            RowProblemKind.DanglingIntoDifferent => Dangling(
                problem,
                $"that the snapshot has, but the target holds it with other values, which the import leaves alone"
            ),
            RowProblemKind.DanglingIntoExtension => Dangling(
                problem,
                $"that the target does not have; the table belongs to an extension, whose rows are in no snapshot"
            ),
            RowProblemKind.DanglingIntoLeftOut => Dangling(
                problem,
                $"that the target does not have, and {problem.ReferencedTable!} is not loaded"
            ),
            _ => problem.Detail ?? problem.Kind.ToString(),
        };

    private static MessageTemplate Dangling(RowProblem problem, MessageTemplate lacking) =>
        $"{Place(problem)}: {Columns(problem)} references a row of {problem.ReferencedTable!} {lacking} "
        + $"({problem.Constraint})";

    private static string Several(RowProblem problem) => problem.Holder is { } holders ? $": {holders}" : "";

    private static MessageTemplate Keeper(RowProblem problem) =>
        problem.Holder is { } holder ? $"in the target {holder}" : $"line {problem.OtherLine ?? 0} of the same file";

    /// <summary>File, line and, where the row has one, its key: <c>users.tsv line 3 (id = 2)</c>.</summary>
    private static MessageTemplate Place(RowProblem problem) =>
        $"{problem.File} line {problem.Line ?? 0}{(problem.Key is null ? "" : $" ({problem.Key})")}";

    private static string Columns(RowProblem problem) => string.Join(", ", problem.Columns);
}
