using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>Results in words. Pure.</summary>
/// <param name="nameOf">How a reader knows settings.</param>
internal sealed class ReportText(Func<NamedOption, string> nameOf)
{
    private const int Width = 120;

    private const int MostProblems = 50;

    public static string Check(FolderReport report, string folder)
    {
        var text = new StringBuilder();
        foreach (var problem in report.Problems)
            text.Append(Invariant($"✗ {problem}")).Append('\n');
        foreach (var file in report.Files.Where(file => file.IsEdited))
            text.Append(Invariant($"{file.File} was edited since it was exported")).Append('\n');
        var rows = Rows(report.Files.Sum(file => file.Rows));
        var files = Counted.Of(report.Files.Length, "file");
        return text.Append(
                report.Succeeded
                    ? Invariant($"Checked: {folder} has {rows} in {files}, and nothing is wrong with them.")
                    : Invariant($"Checked: {folder} has {rows} in {files}: see above what is wrong with them.")
            )
            .ToString();
    }

    // As far as a step's number and name go.
    private const string PlanIndent = "                 ";

    public string Export(ExportResult result, string folder)
    {
        var text = new StringBuilder();
        foreach (var table in result.Tables)
            text.Append(Line(table)).Append('\n');
        if (result.Tables.Sum(table => table.Values) is > 0 and var values)
            text.Append(
                Invariant(
                    $"{result.Tables.Sum(table => table.ValuesShown)} of {values} values of enums, flags, NULLs and columns ",
                    $"with few different ones are shown.\n"
                )
            );
        if (result.Suggestions.Count > 0)
            text.Append(
                Invariant(
                    $"Rows came without all that belong to them; {nameOf(Setting.With)} ",
                    $"{Pairs(result.Suggestions)} takes these along.\n"
                )
            );
        return text.Append(
                Invariant(
                    $"Exported {Rows(result.Tables.Sum(table => table.Rows))} of {Counted.Of(result.Tables.Length, "table")} ",
                    $"from database {result.Database} to {folder}: {Percent(result)} % of the rows ",
                    $"asked for{Beyond(result.BeyondLimit)}."
                )
            )
            .ToString();
    }

    // More would be read by nobody.
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
            .. table.Included > 0 ? [Invariant($"{table.Included} of them included")] : Array.Empty<string>(),
            .. table.Backfilled > 0
                ? [Invariant($"{table.Backfilled} of them because others need them")]
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
                $": more would take {table} beyond {shortage.Most}, see {nameOf(Setting.Headroom)}"
            ),
            _ => ": none of the others looked at references chosen rows only",
        };

    // Never 100 where a row is missing.
    private static long Percent(ExportResult result) => result.Asked == 0 ? 100 : 100 * result.Obtained / result.Asked;

    private static string Beyond(long rows) =>
        rows == 0 ? "" : Invariant($"; {Rows(rows)} came as parents beyond their table's limit");

    public string Import(ImportResult result)
    {
        var text = new StringBuilder();
        foreach (var table in result.Tables)
            text.Append(Line(table)).Append('\n');
        text.Append(
            Invariant(
                $"Imported into database {result.Database}: {Rows(result.Tables.Sum(table => table.Inserted))} ",
                $"inserted, {Updated(result)}{result.Tables.Sum(table => table.Skipped)} skipped."
            )
        );
        if (result.Verification is null)
            text.Append(Fitted(result.Differences, result.Shift));
        if (result.Stamped is { } stamped)
            text.Append(Invariant($"\nThe target is stamped with migration {stamped}."));
        if (!result.Problems.IsEmpty)
            text.Append(LeftOut(result));
        if (!result.StaleViews.IsEmpty)
            text.Append(
                Invariant(
                    $"\nMaterialized views that do not show these rows yet: {string.Join(", ", result.StaleViews)}. ",
                    $"{nameOf(Setting.RefreshViews)} refreshes them."
                )
            );
        if (result.Verification is { } verification)
            text.Append("\n\n").Append(Verification(verification));
        return text.ToString();
    }

    private static StringBuilder LeftOut(ImportResult result)
    {
        var text = new StringBuilder();
        text.Append('\n').Append(Invariant($"{Rows(result.Tables.Sum(table => table.Failed))} stayed out:"));
        foreach (var problem in result.Problems.Take(MostProblems))
            text.Append("\n  - ").Append(Invariant($"{problem}"));
        if (result.Problems.Length > MostProblems)
            text.Append("\n  ").Append(Invariant($"and {result.Problems.Length - MostProblems} more"));
        return text;
    }

    /// <summary>What was done to the snapshot for it to fit.</summary>
    private static string Fitted(ImmutableArray<SchemaDifference> differences, TimeShift? shift)
    {
        var text = new StringBuilder();
        if (!differences.IsEmpty)
            text.Append("\nThe target's schema is not the snapshot's:");
        foreach (var difference in differences)
            text.Append("\n  - ").Append(Invariant($"{difference}"));
        if (shift is not null)
            text.Append(Invariant($"\nTimes were moved by {shift}."));
        return text.ToString();
    }

    private static string Updated(ImportResult result) =>
        result.Tables.Sum(table => table.Updated) is > 0 and var updated ? Invariant($"{updated} updated, ") : "";

    public static string Line(ImportedTable table)
    {
        var inserted = Invariant($"{table.Table}: {Counted.Of(table.Inserted, "new row")} inserted");
        if (table.Updated > 0)
            inserted += Invariant($", {table.Updated} updated");
        var failed = table.Failed == 0 ? "" : Invariant($", {table.Failed} left out");
        if (table.Skipped == 0)
            return inserted + failed;
        var different =
            table.Different == 0
                ? ""
                : Invariant($", {table.Different} {(table.Different == 1 ? "differs" : "differ")} from the snapshot");
        return inserted + Invariant($", {table.Skipped} skipped (already present{different})") + failed;
    }

    public static string Verification(VerificationReport report) =>
        string.Join(
            '\n',
            [
                .. report.Tables.Select(Line),
                .. report.References.Select(Line),
                .. report.UnreadReferences.Select(Unread),
                .. report.Sequences.Select(Behind),
                .. report.LooseSequences.Select(Behind),
                .. report.UnreadSequences.Select(Unread),
                Verdict(report) + Fitted(report.Differences, report.Shift),
            ]
        );

    private static string Line(ReferenceCheck reference)
    {
        var key = reference.ForeignKey;
        var (mark, unenforced) = key.IsEnforced ? ("✗", "") : ("?", ", which the database does not enforce");
        return Invariant(
            $"{mark} {key.Table}: {Counted.Of(reference.Dangling, "row", "references", "reference")} nothing by {key.Name} ({key}){unenforced}"
        );
    }

    private static string Unread(ForeignKey key) =>
        Invariant(
            $"? {key.Table}: the role may not read all of {key.ReferencedTable}; grant SELECT on it to have ",
            $"{key.Name} ({key}) checked"
        );

    private static string Behind(Sequence sequence) =>
        Invariant(
            $"✗ {sequence.Table}: sequence {sequence.Name} is behind column {sequence.Column}, the next row would ",
            $"collide"
        );

    private static string Behind(TableName sequence) =>
        Invariant($"✗ sequence {sequence} has not come as far as in the snapshot's source");

    private static string Unread(Sequence sequence) =>
        Invariant(
            $"? {sequence.Table}: the role may not read sequence {sequence.Name}; grant SELECT on it to have it ",
            $"checked"
        );

    /// <summary>The operations of a plan, one a line.</summary>
    public static string Plan(SnapshotPlan plan) =>
        string.Join(
            '\n',
            plan.Operations.Select((operation, i) => Wrapped(Invariant($"{i + 1, 3}. {operation}"), PlanIndent))
        );

    /// <summary>A list is broken between its items where it is too long for a line.</summary>
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

    private static string Line(TableCheck table)
    {
        if (!table.Obstacles.IsEmpty)
            return Invariant(
                $"? {table.Table}: {string.Join("; ", table.Obstacles.Select(obstacle => obstacle.Reason))}"
            );
        if (table.Succeeded)
            return Invariant($"✓ {table.Table}: {Rows(table.Rows)}");

        var text = new StringBuilder(
            Invariant($"✗ {table.Table}: {table.Rows - table.Missing} of {table.Rows} rows present")
        );
        if (table.Missing > 0)
            text.Append(Invariant($", {table.Missing} missing"));
        if (table.Different > 0)
            text.Append(Invariant($", {table.Different} {(table.Different == 1 ? "differs" : "differ")}"));
        if (!table.MissingKeys.IsEmpty)
            text.Append("\n    missing: ")
                .AppendJoin("; ", table.MissingKeys.Select(Printable.Of))
                .Append(
                    table.Missing == table.Rows
                        ? " (none of them is there: was the snapshot imported?)"
                        : " (deleted in the database, or by a trigger when others were loaded)"
                );
        if (!table.DifferentKeys.IsEmpty)
            text.Append("\n    different: ")
                .AppendJoin("; ", table.DifferentKeys.Select(Printable.Of))
                .Append(table.DifferentColumns.IsEmpty ? "" : " in ")
                .AppendJoin(", ", table.DifferentColumns.Select(Printable.Of))
                .Append(" (changed in the database, or by a trigger when they were loaded)");
        return text.ToString();
    }

    private static string Verdict(VerificationReport report)
    {
        if (report.Succeeded)
        {
            var references =
                (report.References.IsEmpty ? "reference" : "enforced reference")
                + Read(report.UnreadReferences.IsEmpty);
            var sequences =
                report.SequencesRead == 0
                    ? ""
                    : $", its {Counted.Of(report.SequencesRead, "sequence", "is", "are")} ahead";
            return Invariant(
                $"Verified: database {report.Database} holds all {Rows(report.Tables.Sum(table => table.Rows))} of ",
                $"the snapshot{Adapted(report)}, every {references} resolves{sequences}."
            );
        }

        var failed = report.Tables.Count(table => !table.Succeeded);
        var dangling = report.References.Count(reference => reference.ForeignKey.IsEnforced);
        var behind = report.Sequences.Length + report.LooseSequences.Length;
        return Invariant(
            $"Not verified: database {report.Database} differs from the snapshot in {failed} of ",
            $"{Counted.Of(report.Tables.Length, "table")}, {Counted.Of(dangling, "foreign key", "dangles", "dangle")}, ",
            $"{Counted.Of(behind, "sequence", "is", "are")} behind."
        );

        static string Adapted(VerificationReport report) =>
            report.Differences.Any(difference => difference.IsLeftOut) ? " but for what is left out" : "";

        static string Read(bool all) => all ? "" : " that could be read";
    }

    /// <summary>What is filled in is the databases' own: names and what holds them.</summary>
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
