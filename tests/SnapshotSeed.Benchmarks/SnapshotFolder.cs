using System.Collections.Immutable;
using System.Text.Json;

namespace SnapshotSeed.Benchmarks;

/// <summary>What a psql script has to know of a snapshot: its manifest, which lists the tables in load order.</summary>
internal sealed record SnapshotFolder(string Path, ImmutableArray<SnapshotTable> Tables)
{
    public long Rows => Tables.Sum(table => table.Rows);

    public static SnapshotFolder Read(string path)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, "snapshot.json")));
        return new SnapshotFolder(
            path,
            [.. manifest.RootElement.GetProperty("tables").EnumerateArray().Select(table => ReadTable(path, table))]
        );
    }

    private static SnapshotTable ReadTable(string folder, JsonElement table)
    {
        var file = System.IO.Path.Combine(folder, table.GetProperty("file").GetString()!);
        var keys = table.GetProperty("keys").EnumerateArray().ToList();
        return new SnapshotTable(
            Name(table),
            file,
            table.GetProperty("rows").GetInt64(),
            Columns: [.. File.ReadLines(file).First().Split('\t')],
            PrimaryKey: keys.Count > 0 ? Strings(keys[0], "columns") : [],
            ForeignKeys:
            [
                .. table
                    .GetProperty("foreignKeys")
                    .EnumerateArray()
                    .Select(key => new SnapshotForeignKey(
                        Strings(key, "columns"),
                        Name(key.GetProperty("references")),
                        Strings(key, "referencedColumns")
                    )),
            ]
        );
    }

    private static string Name(JsonElement table) =>
        $"{SqlName.Quote(table.GetProperty("schema").GetString()!)}.{SqlName.Quote(table.GetProperty("name").GetString()!)}";

    private static ImmutableArray<string> Strings(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(text => text.GetString()!)];
}

/// <summary>A table of a snapshot.</summary>
/// <param name="SqlName">Quoted, with its schema.</param>
/// <param name="File">The path of its rows.</param>
/// <param name="Rows">How many there are.</param>
/// <param name="Columns">The file's header.</param>
/// <param name="PrimaryKey">Its first key; empty where it has none.</param>
/// <param name="ForeignKeys">What it references.</param>
internal sealed record SnapshotTable(
    string SqlName,
    string File,
    long Rows,
    ImmutableArray<string> Columns,
    ImmutableArray<string> PrimaryKey,
    ImmutableArray<SnapshotForeignKey> ForeignKeys
);

/// <summary>A foreign key of a table of a snapshot.</summary>
/// <param name="Columns">The referencing columns.</param>
/// <param name="ReferencedTable">The SqlName of the referenced table.</param>
/// <param name="ReferencedColumns">Its columns, in the same order.</param>
internal sealed record SnapshotForeignKey(
    ImmutableArray<string> Columns,
    string ReferencedTable,
    ImmutableArray<string> ReferencedColumns
);
