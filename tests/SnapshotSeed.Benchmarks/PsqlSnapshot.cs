using System.Collections.Immutable;
using System.Text.Json;

namespace SnapshotSeed.Benchmarks;

/// <summary>What a psql script has to know of a snapshot: its manifest, which lists the tables in load order.</summary>
internal sealed record PsqlSnapshot(string Path, ImmutableArray<PsqlTable> Tables)
{
    public long Rows => Tables.Sum(table => table.Rows);

    public static PsqlSnapshot Read(string path)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, "snapshot.json")));
        return new PsqlSnapshot(
            path,
            [.. manifest.RootElement.GetProperty("tables").EnumerateArray().Select(table => ReadTable(path, table))]
        );
    }

    private static PsqlTable ReadTable(string folder, JsonElement table)
    {
        var file = System.IO.Path.Combine(folder, table.GetProperty("file").GetString()!);
        var keys = table.GetProperty("keys").EnumerateArray().ToList();
        return new PsqlTable(
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
                    .Select(key => new PsqlForeignKey(
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
