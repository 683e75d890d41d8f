using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SnapshotSeed.Options.Declared;

/// <summary>The JSON schema of a configuration, by which editors complete and check one: the declared options.</summary>
internal static class ConfigurationSchema
{
    public const string FileName = "snapshotseed.schema.json";

    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text
    {
        get
        {
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, Format))
                Write(json);
            return $"{Encoding.UTF8.GetString(stream.ToArray())}\n";
        }
    }

    public static void WriteObject(
        Utf8JsonWriter json,
        IEnumerable<string> required,
        IEnumerable<(string Name, string Help, ValueForm Form)> members
    )
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        var names = required.ToList();
        if (names.Count > 0)
        {
            json.WriteStartArray("required");
            names.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        foreach (var (name, help, form) in members)
            WriteProperty(json, name, help, form.WriteSchema);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
        json.WriteString("title", SnapshotConfiguration.FileName);
        json.WriteString("description", "What snapshotseed exports, and how it imports. The command line wins.");
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        WriteProperty(json, "$schema", "The JSON schema of this file.", KnownForms.Text.WriteSchema);
        foreach (var setting in Setting.All.Where(setting => setting.Key?.Contains('.') == false))
            WriteProperty(json, setting.Key!, Help(setting), setting.Form.WriteSchema);
        WriteProperty(json, "time", "How an import shifts times.", Members("time."));
        WriteProperty(json, "tables", "Options of single tables, by table or schema.table.", Map(WriteTable));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTable(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        json.WriteStartObject("properties");
        foreach (var setting in Setting.All.Where(setting => setting.TableKey is not null))
            WriteProperty(json, setting.TableKey!, setting.HelpOfTable, setting.Form.WriteSchema);
        var columns = Setting.All.Where(setting => setting.ColumnKey is not null);
        WriteProperty(
            json,
            "columns",
            "Options of single columns.",
            Map(inner =>
                WriteObject(inner, [], columns.Select(column => (column.ColumnKey!, Help(column), column.Form)))
            )
        );
        json.WriteEndObject();
    }

    private static Action<Utf8JsonWriter> Members(string prefix) =>
        json =>
            WriteObject(
                json,
                [],
                Setting
                    .All.Where(setting => setting.Key?.StartsWith(prefix, StringComparison.Ordinal) == true)
                    .Select(setting => (setting.Key![prefix.Length..], Help(setting), setting.Form))
            );

    private static Action<Utf8JsonWriter> Map(Action<Utf8JsonWriter> writeValue) =>
        json =>
        {
            json.WriteString("type", "object");
            json.WriteStartObject("additionalProperties");
            writeValue(json);
            json.WriteEndObject();
        };

    private static void WriteProperty(Utf8JsonWriter json, string name, string help, Action<Utf8JsonWriter> write)
    {
        json.WriteStartObject(name);
        write(json);
        json.WriteString("description", help);
        json.WriteEndObject();
    }

    private static string Help(Setting setting)
    {
        var (help, standard) = setting.In(ToolCommands.None);
        return standard is null ? help : $"{help} Default: {standard}.";
    }
}
