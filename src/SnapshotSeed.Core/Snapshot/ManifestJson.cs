using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Snapshot;

/// <summary>Properties have a fixed order and each column and key its own line: a diff shows what changed.</summary>
internal static class ManifestJson
{
    // Writes names of every script readably. The file is no HTML, so nothing needs escaping for that.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A thousand tables of a thousand columns need half of this.
    private const long MostBytes = 200_000_000;

    public static string Write(Manifest manifest)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\n  \"format\": {Manifest.CurrentFormat},\n");
        text.Append("  \"migration\": ")
            .Append(manifest.Migration is { } migration ? Object(json => WriteMigration(json, migration)) : "null")
            .Append(",\n");
        if (!manifest.Migrations.IsEmpty)
            text.Append("  \"migrations\": [")
                .AppendJoin(',', manifest.Migrations.Select(WriteMigration))
                .Append("\n  ],\n");
        if (!manifest.Sequences.IsEmpty)
            text.Append("  \"sequences\": [")
                .AppendJoin(',', manifest.Sequences.Select(WriteSequence))
                .Append("\n  ],\n");
        text.Append("  \"tables\": [");
        text.AppendJoin(',', manifest.Tables.Select(WriteTable));
        return text.Append(manifest.Tables.IsEmpty ? "]\n}\n" : "\n  ]\n}\n").ToString();
    }

    /// <exception cref="SnapshotSeedException">The file would take forever or all memory to read.</exception>
    public static void CheckFile(string path)
    {
        if (!RegularFile.Is(path))
            throw NoManifest(path, "found a folder, pipe or device", null);
        if (new FileInfo(path).Length is > MostBytes and var length)
            throw NoManifest(path, $"{length.ToString(CultureInfo.InvariantCulture)} bytes is too large", null);
    }

    /// <exception cref="SnapshotSeedException">The text is not a manifest, or has a newer format.</exception>
    public static Manifest Read(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var format = root.Get("format").GetInt32();
            if (format < 1)
                throw new FormatException($"unknown format {format}");
            if (format > Manifest.CurrentFormat)
            {
                throw new SnapshotSeedException(
                    $"{path} has format {format}; this version reads up to {Manifest.CurrentFormat}",
                    "Update snapshotseed, or export the snapshot again with this version."
                );
            }

            var migration =
                root.TryGetProperty("migration", out var found) && found.ValueKind == JsonValueKind.Object
                    ? new MigrationVersion(ReadName(found, "table"), found.Get("version").GetText())
                    : null;
            return new Manifest(migration, ReadList(root, "tables", ReadTable))
            {
                Migrations = root.TryGetProperty("migrations", out _)
                    ? ReadList(root, "migrations", ReadMigration)
                    : [],
                Sequences = root.TryGetProperty("sequences", out _) ? ReadList(root, "sequences", ReadSequence) : [],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw NoManifest(path, e.Message, e);
        }
    }

    private static SnapshotSeedException NoManifest(string path, string reason, Exception? cause) =>
        new(
            $"{path} is not a snapshot manifest: {reason}",
            "Restore it from git, or export the snapshot again.",
            innerException: cause
        );

    private static string WriteMigration(MigrationEntry migration) =>
        "\n    "
        + Object(json =>
        {
            foreach (var (column, value) in migration.Values)
                json.WriteString(column, value);
        });

    private static MigrationEntry ReadMigration(JsonElement migration)
    {
        MigrationEntry read = new([
            .. migration.EnumerateObject().Select(member => (member.Name, member.Value.GetString())),
        ]);
        return read.Values.IsEmpty ? throw new FormatException("migration without a version") : read;
    }

    private static string WriteSequence(ManifestSequence sequence) =>
        "\n    "
        + Object(json =>
        {
            json.WriteString("schema", sequence.Name.Schema);
            json.WriteString("name", sequence.Name.Name);
            json.WriteNumber("position", sequence.Position);
        });

    private static ManifestSequence ReadSequence(JsonElement sequence) =>
        new(
            new TableName(sequence.Get("schema").GetText(), sequence.Get("name").GetText()),
            sequence.Get("position").GetInt64()
        );

    private static string WriteTable(ManifestTable table)
    {
        var text = new StringBuilder("\n    {\n");
        foreach (
            var (name, value) in ((string, string)[])
                [
                    ("schema", Quote(table.Name.Schema)),
                    ("name", Quote(table.Name.Name)),
                    .. PartitionOf(table),
                    ("file", Quote(table.File)),
                    ("rows", Number(table.Rows)),
                    ("sampled", Number(table.Sampled)),
                    ("backfilled", Number(table.Backfilled)),
                    ("sha256", Quote(table.Sha256)),
                ]
        )
            text.Append("      \"").Append(name).Append("\": ").Append(value).Append(",\n");
        AppendList(text, "columns", table.Columns.Select(column => Object(json => WriteColumn(json, column))))
            .Append(",\n");
        if (!table.Types.IsEmpty)
            AppendList(text, "types", table.Types.Select(type => Object(json => WriteType(json, type)))).Append(",\n");
        AppendList(text, "keys", table.Keys.Select(key => Object(json => WriteKey(json, key)))).Append(",\n");
        AppendList(text, "foreignKeys", table.ForeignKeys.Select(key => Object(json => WriteForeignKey(json, key))))
            .Append('\n');
        return text.Append("    }").ToString();
    }

    private static (string, string)[] PartitionOf(ManifestTable table) =>
        table.PartitionOf is { } root ? [("partitionOf", Object(json => WriteName(json, root)))] : [];

    private static StringBuilder AppendList(StringBuilder text, string name, IEnumerable<string> items)
    {
        var lines = items.Select(item => "\n        " + item).ToList();
        text.Append("      \"").Append(name).Append("\": [").AppendJoin(',', lines);
        return text.Append(lines.Count == 0 ? "]" : "\n      ]");
    }

    private static void WriteMigration(Utf8JsonWriter json, MigrationVersion migration)
    {
        WriteName(json, "table", migration.Table);
        json.WriteString("version", migration.Version);
    }

    private static void WriteColumn(Utf8JsonWriter json, Column column)
    {
        json.WriteString("name", column.Name);
        json.WriteString("type", column.Type);
        json.WriteBoolean("nullable", column.IsNullable);
        if (column.Identity != IdentityKind.None)
            json.WriteString("identity", column.Identity == IdentityKind.Always ? "always" : "by default");
    }

    private static void WriteType(Utf8JsonWriter json, TypeDefinition type)
    {
        json.WriteString("name", type.Name);
        json.WriteString("definition", type.Definition);
    }

    private static void WriteKey(Utf8JsonWriter json, UniqueKey key)
    {
        json.WriteString("name", key.Name);
        json.WriteBoolean("primary", key.IsPrimary);
        WriteNames(json, "columns", key.Columns);
    }

    private static void WriteForeignKey(Utf8JsonWriter json, ForeignKey key)
    {
        json.WriteString("name", key.Name);
        WriteNames(json, "columns", key.Columns);
        WriteName(json, "references", key.ReferencedTable);
        WriteNames(json, "referencedColumns", key.ReferencedColumns);
    }

    private static void WriteName(Utf8JsonWriter json, string property, TableName name)
    {
        json.WriteStartObject(property);
        WriteName(json, name);
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, TableName name)
    {
        json.WriteString("schema", name.Schema);
        json.WriteString("name", name.Name);
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IEnumerable<string> names)
    {
        json.WriteStartArray(property);
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, Compact.Encoder)}\"";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static ManifestTable ReadTable(JsonElement table)
    {
        var name = new TableName(table.Get("schema").GetText(), table.Get("name").GetText());
        return new ManifestTable(
            name,
            table.Get("file").GetText(),
            table.Get("rows").GetInt64(),
            table.Get("sampled").GetInt64(),
            table.Get("sha256").GetText(),
            ReadList(table, "columns", ReadColumn),
            ReadList(table, "keys", ReadKey),
            ReadList(table, "foreignKeys", key => ReadForeignKey(name, key))
        )
        {
            Types = table.TryGetProperty("types", out _) ? ReadList(table, "types", ReadType) : [],
            PartitionOf = table.TryGetProperty("partitionOf", out _) ? ReadName(table, "partitionOf") : null,
        };
    }

    private static UniqueKey ReadKey(JsonElement key) =>
        new(key.Get("name").GetText(), ReadNames(key, "columns")) { IsPrimary = key.Get("primary").GetBoolean() };

    private static ForeignKey ReadForeignKey(TableName table, JsonElement key) =>
        new(
            key.Get("name").GetText(),
            table,
            ReadNames(key, "columns"),
            ReadName(key, "references"),
            ReadNames(key, "referencedColumns")
        );

    private static TypeDefinition ReadType(JsonElement type) =>
        new(type.Get("name").GetText(), type.Get("definition").GetText());

    private static Column ReadColumn(JsonElement column) =>
        new(column.Get("name").GetText(), column.Get("type").GetText())
        {
            IsNullable = column.Get("nullable").GetBoolean(),
            Identity =
                !column.TryGetProperty("identity", out var identity) ? IdentityKind.None
                : identity.GetString() == "always" ? IdentityKind.Always
                : IdentityKind.ByDefault,
        };

    private static TableName ReadName(JsonElement element, string property)
    {
        var name = element.Get(property);
        return new TableName(name.Get("schema").GetText(), name.Get("name").GetText());
    }

    private static ImmutableArray<string> ReadNames(JsonElement element, string property) =>
        ReadList(element, property, name => name.GetText());

    private static ImmutableArray<T> ReadList<T>(JsonElement element, string property, Func<JsonElement, T> read) =>
        [
            .. element
                .Get(property)
                .EnumerateArray()
                .Select(
                    (item, i) =>
                    {
                        try
                        {
                            return read(item);
                        }
                        catch (FormatException e)
                        {
                            throw new FormatException($"{property}[{i}]: {e.Message}", e);
                        }
                    }
                ),
        ];
}

file static class Required
{
    public static JsonElement Get(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var found)
            ? found
            : throw new FormatException($"\"{property}\" is missing");

    public static string GetText(this JsonElement element) =>
        element.GetString() ?? throw new FormatException("found null, expected a text");
}
