using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapshotSeed.Loading;
using SnapshotSeed.Verification;

namespace SnapshotSeed.Cli.Reports;

/// <summary>Results as one JSON object on one line, properties in a fixed order. Pure.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Export(ExportResult result) => Object(json => WriteExport(json, result));

    public static string Import(ImportResult result) => Object(json => WriteImport(json, result));

    public static string Verification(VerificationReport report) => Object(json => WriteVerification(json, report));

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

    public static string Plan(string plan) =>
        Object(json =>
        {
            json.WriteStartArray("steps");
            foreach (var line in plan.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                json.WriteStringValue(line[(line.IndexOf('.', StringComparison.Ordinal) + 1)..].Trim());
            json.WriteEndArray();
        });

    private static void WriteExport(Utf8JsonWriter json, ExportResult result) =>
        WriteTables(
            json,
            result.Tables,
            table =>
            {
                json.WriteString("table", table.Table.Qualified);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("sampled", table.Sampled);
                json.WriteNumber("backfilled", table.Backfilled);
            }
        );

    private static void WriteImport(Utf8JsonWriter json, ImportResult result)
    {
        WriteTables(
            json,
            result.Tables,
            table =>
            {
                json.WriteString("table", table.Table.Qualified);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("inserted", table.Inserted);
                json.WriteNumber("updated", 0);
                json.WriteNumber("skipped", table.Skipped);
                json.WriteNumber("different", table.Different);
                json.WriteNumber("failed", 0);
            }
        );
        if (result.Verification is not { } verification)
            return;
        json.WriteBoolean("verified", verification.Succeeded);
        if (verification.Succeeded)
            return;
        json.WriteStartObject("verification");
        WriteVerification(json, verification);
        json.WriteEndObject();
    }

    private static void WriteVerification(Utf8JsonWriter json, VerificationReport report)
    {
        WriteTables(
            json,
            report.Tables,
            table =>
            {
                json.WriteString("table", table.Table.Qualified);
                json.WriteNumber("rows", table.Rows);
                json.WriteNumber("missing", table.Missing);
                json.WriteNumber("different", table.Different);
                WriteKeys(json, "missingKeys", table.MissingKeys);
                WriteKeys(json, "differentKeys", table.DifferentKeys);
                if (table.Obstacle is { } obstacle)
                    json.WriteString("obstacle", obstacle);
            }
        );
        json.WriteStartArray("dangling");
        foreach (var reference in report.References)
        {
            json.WriteStartObject();
            json.WriteString("table", reference.ForeignKey.Table.Qualified);
            json.WriteString("foreignKey", reference.ForeignKey.Name);
            json.WriteNumber("rows", reference.Dangling);
            if (!reference.ForeignKey.IsEnforced)
                json.WriteBoolean("enforced", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sequencesBehind");
        foreach (var sequence in report.Sequences)
            json.WriteStringValue(sequence.Name.Qualified);
        json.WriteEndArray();
        if (!report.UnreadReferences.IsEmpty || !report.UnreadSequences.IsEmpty)
        {
            json.WriteStartObject("notReadable");
            json.WriteStartArray("foreignKeys");
            foreach (var key in report.UnreadReferences)
            {
                json.WriteStartObject();
                json.WriteString("table", key.Table.Qualified);
                json.WriteString("foreignKey", key.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("sequences");
            foreach (var sequence in report.UnreadSequences)
                json.WriteStringValue(sequence.Name.Qualified);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteBoolean("verified", report.Succeeded);
    }

    private static void WriteKeys(Utf8JsonWriter json, string name, ImmutableArray<string> keys)
    {
        if (keys.IsEmpty)
            return;
        json.WriteStartArray(name);
        foreach (var key in keys)
            json.WriteStringValue(key);
        json.WriteEndArray();
    }

    private static void WriteTables<T>(Utf8JsonWriter json, IEnumerable<T> tables, Action<T> write)
    {
        json.WriteStartArray("tables");
        foreach (var table in tables)
        {
            json.WriteStartObject();
            write(table);
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
