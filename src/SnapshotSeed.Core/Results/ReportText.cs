using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

internal sealed class ReportText(Func<NamedOption, string> nameOf)
{
    private const int Width = 120;

    private const int MostProblems = 50;

    public static string Check(FolderReport report, string folder)
    {
        var text = new StringBuilder();
        foreach (var problem in report.Problems)
            text.Append(Invariant($"✗ {problem}")).Append('\n');
        foreach (var reference in report.OpenReferences)
            text.Append(Invariant($"? {reference}")).Append('\n');
        foreach (var table in report.Removed)
            text.Append(Invariant($"{table}: removed from snapshot.json, because its file was deleted")).Append('\n');
        foreach (var file in report.Files.Where(file => file.IsEdited))
            text.Append(Invariant($"{file.File}: edited since the export")).Append('\n');
        var rows = Rows(report.Files.Sum(file => file.Rows));
        var files = Counted.Of(report.Files.Length, "file");
        return text.Append(
                report.Succeeded
                    ? Invariant($"Checked {folder}: {rows} in {files}, no problems")
                    : Invariant($"Checked {folder}: {rows} in {files}, {Counted.Of(report.Problems.Length, "problem")}")
            )
            .ToString();
    }

    // The width of a step's number and name.
    private const string PlanIndent = "                 ";

    public string Export(ExportResult result, string folder)
    {
        var text = new StringBuilder();
        foreach (var table in result.Tables)
            text.Append(Line(table)).Append('\n');
        if (result.Tables.Sum(table => table.Values) is > 0 and var values)
            text.Append(
                Invariant(
                    $"Coverage: {result.Tables.Sum(table => table.ValuesShown)} of {values} values ",
                    $"(enums, flags, CHECK lists, NULLs, few-valued columns)\n{Searched(result)}"
                )
            );
        if (result.Suggestions.Count > 0)
            text.Append(
                Invariant(
                    $"Some rows lack child rows. To export them: {nameOf(Setting.With)} {Pairs(result.Suggestions)}\n"
                )
            );
        return text.Append(
                Invariant(
                    $"Exported {Rows(result.Tables.Sum(table => table.Rows))} of ",
                    $"{Counted.Of(result.Tables.Length, "table")} from database {result.Database} to {folder}: ",
                    $"{Percent(result)}% of the requested rows",
                    $"{Beyond(result.BeyondLimit)}."
                )
            )
            .ToString();
    }

    private static string Searched(ExportResult result)
    {
        var tables = result.Tables.Where(table => table.RowsSearched > 0).ToList();
        return tables.Count == 0
            ? ""
            : Invariant(
                $"Searched only the first {tables[0].RowsSearched} rows of ",
                $"{string.Join(", ", tables.Select(table => table.Table))} for NULLs, and for values of columns without ",
                $"a CHECK list or an index\n"
            );
    }

    private static string Pairs(IReadOnlyDictionary<string, ImmutableArray<string>> suggestions)
    {
        var pairs = suggestions.Pairs().Select(pair => $"{pair.Name}={pair.Text}").ToList();
        return string.Join(',', pairs.Take(5))
            + (pairs.Count > 5 ? Invariant($" (and {pairs.Count - 5} more pairs)") : "");
    }

    private string Line(ExportedTable table)
    {
        var rows = table.Shortage is null ? Rows(table.Rows) : Invariant($"{table.Rows} of {table.Asked} rows");
        string[] reasons =
        [
            .. table.Included > 0 ? [Invariant($"{table.Included} included")] : Array.Empty<string>(),
            .. table.Backfilled > 0
                ? [Invariant($"{table.Backfilled} added as parent {(table.Backfilled == 1 ? "row" : "rows")}")]
                : Array.Empty<string>(),
        ];
        var because = reasons.Length == 0 ? "" : $" ({string.Join(", ", reasons)})";
        return Invariant($"{table.Table}: {rows}{because}{Why(table.Shortage)}");
    }

    private string Why(Shortage? shortage) =>
        shortage switch
        {
            null => "",
            { Obstacle: { } table } => Invariant(
                $"; more rows would push {table} past {shortage.Most} (raise {nameOf(Setting.Headroom)})"
            ),
            _ => "; other rows were not candidates, or reference rows that were not",
        };

    // Rounded down: 100 means that no row is missing.
    private static long Percent(ExportResult result) => result.Asked == 0 ? 100 : 100 * result.Obtained / result.Asked;

    private static string Beyond(long rows) =>
        rows == 0 ? "" : Invariant($"; {Counted.Of(rows, "parent row", "exceeds", "exceed")} their table's limit");

    public string Import(ImportResult result)
    {
        var text = new StringBuilder();
        var problems = result.Problems.ToLookup(problem => problem.Name);
        foreach (var table in result.Tables)
            text.Append(Line(table, problems[table.Name])).Append('\n');
        foreach (var problem in result.Problems.Where(IsOfAbsent))
            text.Append(Skipped(problem)).Append('\n');
        text.Append(
            Invariant(
                $"Imported into database {result.Database}: {Rows(result.Tables.Sum(table => table.Inserted))} ",
                $"inserted, {Updated(result)}{result.Tables.Sum(table => table.Skipped)} skipped."
            )
        );
        if (result.Verification is null)
            text.Append(Fitted(result.Differences, result.Shift));
        if (result.Stamped is { } stamped)
            text.Append(Invariant($"\nStamped the target with migration {stamped}."));
        if (result.Problems.Any(problem => !IsOfAbsent(problem)))
            text.Append(NotLoaded(result));
        if (result.Tables.Any(table => table.ChangedByTriggers > 0))
            text.Append(Changed(result));
        if (!result.StaleViews.IsEmpty)
            text.Append(
                Invariant(
                    $"\nMaterialized views not refreshed: {string.Join(", ", result.StaleViews)}. ",
                    $"Use {nameOf(Setting.RefreshViews)}."
                )
            );
        if (result.Verification is { } verification)
            text.Append("\n\n").Append(Verification(verification));
        return text.ToString();
    }

    /// <summary>Whether a problem is that a table is missing in the target, or its file in the snapshot.</summary>
    private static bool IsOfAbsent(RowProblem problem) =>
        problem.Kind is RowProblemKind.TableNotFound or RowProblemKind.NoFile;

    private static string Skipped(RowProblem problem) => Invariant($"? {problem.Table}: {problem.Reason}");

    private string Changed(ImportResult result)
    {
        var changed = result
            .Tables.Where(table => table.ChangedByTriggers > 0)
            .Select(table => $"{table.Table} {Rows(table.ChangedByTriggers)}");
        return Invariant(
            $"\nTriggers of the target changed rows while they were loaded: {string.Join(", ", changed)}. ",
            $"Use {nameOf(Setting.Triggers.As("off"))} to load the rows as they are."
        );
    }

    private static StringBuilder NotLoaded(ImportResult result)
    {
        var text = new StringBuilder();
        var problems = result.Problems.RemoveAll(IsOfAbsent);
        text.Append('\n')
            .Append(
                result.Tables.Sum(table => table.Failed) is > 0 and var failed
                    ? Invariant($"{Counted.Of(failed, "row", "was", "were")} not loaded:")
                    : "Not everything was loaded:"
            );
        foreach (var problem in problems.Take(MostProblems))
            text.Append("\n  - ").Append(Invariant($"{problem}"));
        if (problems.Length > MostProblems)
            text.Append("\n  ").Append(Invariant($"and {problems.Length - MostProblems} more"));
        return text;
    }

    private static string Fitted(ImmutableArray<SchemaDifference> differences, TimeShift? shift, bool areAll = true)
    {
        var text = new StringBuilder();
        if (!differences.IsEmpty)
            text.Append("\nAdapted to schema drift:");
        foreach (var difference in differences)
            text.Append("\n  - ").Append(Invariant($"{difference}"));
        if (shift is not null)
            text.Append(Invariant($"\nShifted {(areAll ? "all" : "the other")} times by {shift}."));
        return text.ToString();
    }

    private static string OtherShifts(VerificationReport report) =>
        string.Concat(
            report
                .OtherShifts.GroupBy(moved => moved.Shift, moved => moved.Table)
                .Select(same => Invariant($"\nShifted by another import: {string.Join(", ", same)}, by {same.Key}."))
        );

    private static string Updated(ImportResult result) =>
        result.Tables.Sum(table => table.Updated) is > 0 and var updated ? Invariant($"{updated} updated, ") : "";

    /// <param name="table">The table.</param>
    /// <param name="problems">Its problems; none by default.</param>
    public static string Line(ImportedTable table, IEnumerable<RowProblem>? problems = null)
    {
        var inserted = Invariant($"{table.Table}: {Counted.Of(table.Inserted, "new row")} inserted");
        if (table.Updated > 0)
            inserted += Invariant($", {table.Updated} updated");
        var failed =
            table.Failed == 0
                ? ""
                : Invariant($", {table.Failed} not loaded{NotLoadedReasons.InWords(problems ?? [])}");
        if (table.Skipped == 0)
            return inserted + failed;
        var different =
            table.Different == 0
                ? ""
                : Invariant($", {table.Different} {(table.Different == 1 ? "differs" : "differ")} from the snapshot");
        return inserted + Invariant($", {table.Skipped} skipped (already present{different})") + failed;
    }

    public string Verification(VerificationReport report) =>
        string.Join(
            '\n',
            [
                .. report.Tables.Select(Line),
                .. report.References.Select(Line),
                .. report.UnreadReferences.Select(Unread),
                .. report.Sequences.Select(Behind),
                .. report.LooseSequences.Select(Behind),
                .. report.UnreadSequences.Select(Unread),
                Verdict(report)
                    + OtherShifts(report)
                    + Fitted(report.Differences, report.Shift, report.OtherShifts.IsEmpty),
            ]
        );

    private static string Line(ReferenceCheck reference)
    {
        var key = reference.ForeignKey;
        var (mark, unenforced) = key.IsEnforced ? ("✗", "") : ("?", ", which the database does not enforce");
        return Invariant(
            $"{mark} {key.Table}: {Counted.Of(reference.Dangling, "row", "has", "have")} no parent row for ",
            $"foreign key {key.Name} ({key}){unenforced}"
        );
    }

    private static string Unread(ForeignKey key) =>
        Invariant(
            $"? {key.Table}: foreign key {key.Name} ({key}) was not checked; ",
            $"the role needs SELECT on all of {key.ReferencedTable}"
        );

    private static string Behind(Sequence sequence) =>
        Invariant(
            $"✗ {sequence.Table}: sequence {sequence.Name} is behind column {sequence.Column}; inserts would fail"
        );

    private static string Behind(TableName sequence) =>
        Invariant($"✗ sequence {sequence} is behind its value in the source");

    private static string Unread(Sequence sequence) =>
        Invariant($"? {sequence.Table}: sequence {sequence.Name} was not checked; the role needs SELECT on it");

    public static string Plan(SnapshotPlan plan) =>
        string.Join(
            '\n',
            plan.Operations.Select((operation, i) => Wrapped(Invariant($"{i + 1, 3}. {operation}"), PlanIndent))
        );

    /// <summary>Between the items of a list.</summary>
    private static string Wrapped(string text, string indent)
    {
        var (lines, line) = (new StringBuilder(), new StringBuilder());
        foreach (var item in text.Split(", "))
        {
            if (line.Length > indent.Length && line.Length + item.Length + 2 > Width)
            {
                lines.Append(line).Append(",\n");
                line.Clear().Append(indent).Append(item);
            }
            else
            {
                line.Append(line.Length == 0 ? "" : ", ").Append(item);
            }
        }

        return lines.Append(line).ToString();
    }

    private static string Rows(long number) => Counted.Of(number, "row");

    private string Line(TableCheck table)
    {
        if (!table.Obstacles.IsEmpty)
            return Invariant(
                $"? {table.Table}: {string.Join("; ", table.Obstacles.Select(obstacle => obstacle.Reason))}"
            );
        if (table.LacksRows)
            return Invariant($"✗ {table.Table}: no rows; the table has {table.TableRows ?? 0}");

        var text = new StringBuilder(
            table.Succeeded
                ? Invariant($"✓ {table.Table}: {Rows(table.Rows)} present")
                : Invariant(
                    $"✗ {table.Table}: {table.Rows - table.Missing - table.NotLoaded} of {table.Rows} rows present"
                )
        );
        if (table.Missing > 0)
            text.Append(Invariant($", {table.Missing} missing"));
        if (table.NotLoaded > 0)
            text.Append(Invariant($", {table.NotLoaded} not loaded"));
        if (table.Different > 0)
            text.Append(Invariant($", {table.Different} {Differ(table)}"));
        if (table.TableRows is { } rows)
            text.Append(Invariant($"; the table has {rows}"));
        if (!table.MissingKeys.IsEmpty)
            text.Append("\n    missing: ")
                .AppendJoin("; ", table.MissingKeys.Select(Printable.Of))
                .Append(
                    table.Missing == table.Rows
                        ? " (the table has none of these rows; import the snapshot first)"
                        : " (probably left out of the import, deleted after it, or removed by a trigger)"
                );
        if (!table.NotLoadedKeys.IsEmpty)
            text.Append("\n    not loaded: ")
                .AppendJoin("; ", table.NotLoadedKeys.Select(Printable.Of))
                .Append(" (left out by the import, which named the reason)");
        if (!table.DifferentKeys.IsEmpty)
            text.Append(table.Expected == Expectation.Present ? "\n    changed since: " : "\n    different: ")
                .AppendJoin("; ", table.DifferentKeys.Select(Printable.Of))
                .Append(table.DifferentColumns.IsEmpty ? "" : " in ")
                .AppendJoin(", ", table.DifferentColumns.Select(Printable.Of))
                .Append(WhyDifferent(table));
        return text.ToString();
    }

    private static string Differ(TableCheck table) =>
        table.Expected == Expectation.Present ? "changed since"
        : table.Different == 1 ? "differs"
        : "differ";

    private string WhyDifferent(TableCheck table) =>
        table switch
        {
            { ChangedByTriggers: > 0 } => Invariant(
                $" ({(table.ChangedByTriggers == table.Different ? "" : Invariant($"{table.ChangedByTriggers} "))}",
                $"changed by a trigger of the target during the import; use {nameOf(Setting.Triggers.As("off"))})"
            ),
            { Expected: Expectation.Present } => "",
            _ => " (probably changed after the import, or by a trigger)",
        };

    private static string Verdict(VerificationReport report) =>
        report.Succeeded
            ? Invariant(
                $"Verified: database {report.Database} contains all {Rows(report.Tables.Sum(table => table.Rows))}",
                $"{ChangedSince(report.Tables.Sum(table => table.Different))}",
                $"{(report.Differences.Any(difference => difference.IsLeftOut) ? " except what was skipped" : "")}; ",
                $"{Valid(report)} are valid."
            )
            : $"Verification failed: {string.Join(", ", Failures(report))}.";

    private static string ChangedSince(long rows) => rows == 0 ? "" : Invariant($", {rows} of them changed since");

    private static string Valid(VerificationReport report) =>
        (report.References.IsEmpty ? "" : "enforced ")
        + "foreign keys"
        + (report.UnreadReferences.IsEmpty ? "" : " that could be read")
        + (report.SequencesRead == 0 ? "" : $" and {Counted.Of(report.SequencesRead, "sequence")}");

    private static IEnumerable<string> Failures(VerificationReport report)
    {
        var unread = report.Tables.Count(table => !table.Obstacles.IsEmpty);
        var empty = report.Tables.Count(table => table is { LacksRows: true, Obstacles.IsEmpty: true });
        var different = report.Tables.Count(table => !table.IsAsLoaded) - unread - empty;
        var tables = Counted.Of(report.Tables.Length, "table");
        if (different > 0)
            yield return Invariant($"{different} of {tables} {(different == 1 ? "differs" : "differ")}");
        if (unread > 0)
            yield return Invariant($"{unread}{(different > 0 ? "" : $" of {tables}")} could not be compared");
        if (empty > 0)
            yield return $"{Counted.Of(empty, "file", "has", "have")} no rows";
        if (report.Tables.Sum(table => table.NotLoaded) is > 0 and var notLoaded)
            yield return $"{Counted.Of(notLoaded, "row", "was", "were")} not loaded";
        if (report.References.Count(reference => reference.ForeignKey.IsEnforced) is > 0 and var keys)
            yield return $"{Counted.Of(keys, "foreign key", "has", "have")} missing parent rows";
        if (report.Sequences.Length + report.LooseSequences.Length is > 0 and var behind)
            yield return $"{Counted.Of(behind, "sequence", "is", "are")} behind";
    }

    /// <summary>Escapes control characters in the holes: names come from the databases.</summary>
    private static string Invariant(params FormattableString[] parts) => string.Concat(parts.Select(Invariant));

    private static string Invariant(FormattableString text) =>
        string.Format(
            CultureInfo.InvariantCulture,
            text.Format,
            [
                .. text.GetArguments()
                    .Select(value => Printable.Of(Convert.ToString(value, CultureInfo.InvariantCulture)!)),
            ]
        );
}
