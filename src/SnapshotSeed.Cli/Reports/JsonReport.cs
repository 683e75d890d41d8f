using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Problems;
using SnapshotSeed.Results;

namespace SnapshotSeed.Cli.Reports;

/// <summary>Results as one JSON object on one line, properties in a fixed order. Pure.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Export(ExportResult result) => Object(json => WriteExport(json, result));

    public static string Import(ImportResult result) => Object(json => WriteImport(json, result));

    public static string Verification(VerificationReport report) => Object(json => WriteVerification(json, report));

    public static string Check(FolderReport report) =>
        Object(json =>
        {
            WriteObjects(
                json,
                "files",
                report.Files,
                file =>
                {
                    json.WriteString("table", file.Name.Qualified);
                    json.WriteString("file", file.File);
                    json.WriteNumber("rows", file.Rows);
                    json.WriteBoolean("edited", file.IsEdited);
                }
            );
            WriteProblems(json, "problems", report.Problems);
            if (!report.OpenReferences.IsEmpty)
                WriteProblems(json, "openReferences", report.OpenReferences);
            if (!report.Removed.IsEmpty)
                WriteTexts(json, "removed", report.Removed);
            json.WriteBoolean("sound", report.Succeeded);
        });

    public static string Refresh(ExportResult exported, ImportResult imported) =>
        Object(json =>
        {
            json.WriteStartObject("export");
            WriteExport(json, exported);
            json.WriteEndObject();
            json.WriteStartObject("import");
            WriteImport(json, imported);
            json.WriteEndObject();
        });

    public static string Plan(SnapshotPlan plan) =>
        Object(json =>
        {
            WriteTexts(json, "steps", plan.Operations.Select(operation => operation.ToString()));
            WriteObjects(
                json,
                "operations",
                plan.Operations,
                operation =>
                {
                    json.WriteString("name", operation.Name);
                    WriteOptional(json, "detail", operation.Detail);
                    WriteTexts(json, "subjects", operation.Subjects);
                }
            );
        });

    public static string Init(params string[] files) => Object(json => WriteTexts(json, "files", files));

    public static string Failure(Failure failure) =>
        Object(json =>
        {
            json.WriteString("error", Credentials.Hide(failure.Message));
            if (failure.Hint.Length > 0)
                json.WriteString("hint", failure.Hint);
            if (failure.Note.Length > 0)
                json.WriteString("note", failure.Note);
            json.WriteNumber("exitCode", failure.ExitCode);
            WriteProblems(json, "problems", failure.Problems);
        });

    private static void WriteExport(Utf8JsonWriter json, ExportResult result)
    {
        WriteTables(
            json,
            result.Tables,
            table =>
            {
                json.WriteString("table", table.Name.Qualified);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("asked", table.Asked);
                json.WriteNumber("sampled", table.Sampled);
                json.WriteNumber("backfilled", table.Backfilled);
                json.WriteNumber("included", table.Included);
                if (table.Values > 0)
                {
                    json.WriteNumber("values", table.Values);
                    json.WriteNumber("valuesShown", table.ValuesShown);
                    if (table.RowsSearched > 0)
                        json.WriteNumber("rowsSearched", table.RowsSearched);
                }

                if (table.Shortage?.Obstacle is { } obstacle)
                    json.WriteString("obstacle", obstacle.Qualified);
            }
        );
        if (result.Suggestions.Count > 0)
            WriteTexts(json, "with", result.Suggestions.Pairs().Select(pair => $"{pair.Name}={pair.Text}"));
        WriteWarnings(json, result.Warnings);
    }

    private static void WriteImport(Utf8JsonWriter json, ImportResult result)
    {
        WriteTables(
            json,
            result.Tables,
            table =>
            {
                json.WriteString("table", table.Name.Qualified);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("inserted", table.Inserted);
                json.WriteNumber("updated", table.Updated);
                json.WriteNumber("skipped", table.Skipped);
                json.WriteNumber("different", table.Different);
                json.WriteNumber("failed", table.Failed);
                if (table.ChangedByTriggers > 0)
                    json.WriteNumber("changedByTriggers", table.ChangedByTriggers);
                json.WriteNumber("seconds", ResultEvents.Seconds(table.Elapsed));
            }
        );
        json.WriteNumber("inserted", result.Tables.Sum(table => table.Inserted));
        json.WriteNumber("updated", result.Tables.Sum(table => table.Updated));
        json.WriteNumber("skipped", result.Tables.Sum(table => table.Skipped));
        json.WriteNumber("failed", result.Tables.Sum(table => table.Failed));
        json.WriteNumber("seconds", ResultEvents.Seconds(result.Elapsed));
        WriteFitted(json, result.Differences, result.Shift);
        if (result.Stamped is { } stamped)
        {
            json.WriteString("stamped", stamped.Version);
            json.WriteString("stampedTable", stamped.Table.Qualified);
            WriteOptional(json, "stampReplaced", stamped.Replaced);
            if (stamped.IsTableNew)
                json.WriteBoolean("stampedTableCreated", true);
        }

        if (!result.Problems.IsEmpty)
            WriteProblems(json, "problems", result.Problems);
        if (!result.Stale.IsEmpty)
            WriteTexts(json, "staleViews", result.Stale.Select(view => view.Qualified));
        WriteWarnings(json, result.Warnings);
        if (result.Verification is not { } verification)
            return;
        json.WriteBoolean("verified", verification.Succeeded);
        if (verification.Succeeded && verification.Tables.All(table => table.Different == 0))
            return;
        json.WriteStartObject("verification");
        WriteVerification(json, verification);
        json.WriteEndObject();
    }

    private static void WriteWarnings(Utf8JsonWriter json, ImmutableArray<string> warnings)
    {
        if (!warnings.IsEmpty)
            WriteTexts(json, "warnings", warnings);
    }

    private static void WriteFitted(Utf8JsonWriter json, ImmutableArray<SchemaDifference> differences, TimeShift? shift)
    {
        if (!differences.IsEmpty)
            WriteObjects(
                json,
                "differences",
                differences,
                difference =>
                {
                    json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(difference.Kind.ToString()));
                    json.WriteString("table", difference.Table.Qualified);
                    if (difference.Column is { } column)
                        json.WriteString("column", column);
                    json.WriteString("text", difference.ToString());
                }
            );
        if (shift is not null)
            json.WriteNumber("shiftMicroseconds", shift.Microseconds);
    }

    private static void WriteVerification(Utf8JsonWriter json, VerificationReport report)
    {
        WriteTables(json, report.Tables, table => WriteCheck(json, table));
        WriteObjects(json, "dangling", report.References, reference => WriteReference(json, reference));
        WriteTexts(
            json,
            "sequencesBehind",
            report
                .Sequences.Select(sequence => sequence.Name)
                .Concat(report.LooseSequences)
                .Select(name => name.Qualified)
        );
        if (!report.UnreadReferences.IsEmpty || !report.UnreadSequences.IsEmpty)
        {
            json.WriteStartObject("notReadable");
            WriteObjects(json, "foreignKeys", report.UnreadReferences, key => WriteKey(json, key));
            WriteTexts(json, "sequences", report.UnreadSequences.Select(sequence => sequence.Name.Qualified));
            json.WriteEndObject();
        }

        WriteFitted(json, report.Differences, report.Shift);
        json.WriteBoolean("verified", report.Succeeded);
    }

    private static void WriteCheck(Utf8JsonWriter json, TableCheck table)
    {
        json.WriteString("table", table.Name.Qualified);
        json.WriteNumber("rows", table.Rows);
        json.WriteNumber("missing", table.Missing);
        json.WriteNumber("different", table.Different);
        if (table.TableRows is { } tableRows)
        {
            json.WriteNumber("tableRows", tableRows);
            json.WriteString("expected", table.Expected == Expectation.Equal ? "equal" : "present");
        }

        if (table.ChangedByTriggers > 0)
            json.WriteNumber("changedByTriggers", table.ChangedByTriggers);
        if (table.LacksRows)
            json.WriteBoolean("lacksRows", true);
        if (table.NotLoaded > 0)
        {
            json.WriteNumber("notLoaded", table.NotLoaded);
            WriteTexts(json, "notLoadedKeys", table.NotLoadedKeys);
        }

        if (!table.MissingKeys.IsEmpty)
            WriteTexts(json, "missingKeys", table.MissingKeys);
        if (!table.DifferentKeys.IsEmpty)
            WriteTexts(json, "differentKeys", table.DifferentKeys);
        if (!table.Obstacles.IsEmpty)
        {
            json.WriteString("obstacle", string.Join("; ", table.Obstacles.Select(obstacle => obstacle.Reason)));
            WriteProblems(json, "obstacles", table.Obstacles);
        }
    }

    private static void WriteReference(Utf8JsonWriter json, ReferenceCheck reference)
    {
        WriteKey(json, reference.ForeignKey);
        json.WriteNumber("rows", reference.Dangling);
        if (!reference.ForeignKey.IsEnforced)
            json.WriteBoolean("enforced", false);
    }

    private static void WriteKey(Utf8JsonWriter json, ForeignKey key)
    {
        json.WriteString("table", key.Table.Qualified);
        json.WriteString("foreignKey", key.Name);
    }

    private static void WriteProblems(Utf8JsonWriter json, string name, IEnumerable<RowProblem> problems) =>
        WriteObjects(
            json,
            name,
            problems,
            problem =>
            {
                json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(problem.Kind.ToString()));
                json.WriteString("table", problem.Name.Qualified);
                WriteOptional(json, "file", problem.File);
                if (problem.Line is { } line)
                    json.WriteNumber("line", line);
                if (!problem.Columns.IsEmpty)
                    WriteTexts(json, "columns", problem.Columns);
                WriteOptional(json, "key", problem.Key);
                WriteOptional(json, "constraint", problem.Constraint);
                WriteOptional(json, "referencedTable", problem.Referenced?.Qualified);
                if (problem.More > 0)
                    json.WriteNumber("more", problem.More);
                json.WriteString("message", problem.ToString());
            }
        );

    private static void WriteOptional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteTables<T>(Utf8JsonWriter json, IEnumerable<T> tables, Action<T> write) =>
        WriteObjects(json, "tables", tables, write);

    private static void WriteObjects<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
