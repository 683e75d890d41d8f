using System.Text;
using System.Text.Json;

namespace SnapshotSeed.IntegrationTests.Snapshots;

/// <summary>A snapshot folder read by the tests' own code, and what must be true of every one.</summary>
internal sealed record FolderContent(FolderTable[] Tables)
{
    public FolderTable this[string name] => Tables.Single(table => table.Name == name);

    public static FolderContent Read(string folder, IReading? reading = null)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "snapshot.json")));
        return new FolderContent([
            .. manifest
                .RootElement.GetProperty("tables")
                .EnumerateArray()
                .Select(table => ReadTable(folder, table) with { Reading = reading ?? new AsWritten() }),
        ]);
    }

    /// <summary>Closure: rows whose reference is in no row of the referenced table.</summary>
    public IEnumerable<string> Dangling()
    {
        foreach (var table in Tables)
        {
            foreach (var key in table.References.Where(key => Tables.Any(other => other.Name == key.ReferencedTable)))
            {
                var referenced = this[key.ReferencedTable];
                var there = referenced
                    .Records.Select(record => referenced.Tuple(record, key.ReferencedColumns))
                    .ToHashSet();
                foreach (var record in table.Records)
                {
                    if (table.Tuple(record, key) is { } tuple && !there.Contains(tuple))
                        yield return $"{table.Name}: {key.Name} {tuple} is not in {key.ReferencedTable}";
                }
            }

            // A reference out of the snapshot can only be NULL.
            foreach (var key in table.References.Where(key => Tables.All(other => other.Name != key.ReferencedTable)))
            {
                foreach (var record in table.Records.Where(record => table.Tuple(record, key) is not null))
                    yield return $"{table.Name}: {key.Name} points out of the snapshot: {FolderTable.Whole(record)}";
            }
        }
    }

    /// <summary>
    /// Minimality: a row is sampled or some other row references it, and no table is sampled beyond its limit.
    /// </summary>
    public IEnumerable<string> Superfluous(int limit)
    {
        foreach (var table in Tables)
        {
            var unreferenced = table.Records.Count - ReferencedRows(table);
            if (unreferenced > table.Sampled)
                yield return $"{table.Name}: {unreferenced} rows are referenced by none, but only {table.Sampled} are sampled";
            if (table.Sampled > limit)
                yield return $"{table.Name}: {table.Sampled} of {table.Rows} rows are sampled, the limit is {limit}";
        }
    }

    /// <summary>What the manifest says about its own files.</summary>
    public IEnumerable<string> Contradictions()
    {
        foreach (var table in Tables)
        {
            if (table.Rows != table.Records.Count)
                yield return $"{table.Name}: the manifest says {table.Rows} rows, the file has {table.Records.Count}";
            if (table.Sampled + table.Backfilled != table.Rows)
                yield return $"{table.Name}: {table.Sampled} sampled and {table.Backfilled} backfilled do not make {table.Rows}";
            foreach (
                var record in table.Records.Where(record =>
                    record.Length != table.Columns.Length && !(table.Columns.Length == 0 && record is [""])
                )
            )
                yield return $"{table.Name}: {record.Length} fields under {table.Columns.Length} columns";
        }
    }

    /// <summary>The rows of the other tables that do not lead to one table, directly or not.</summary>
    public Dictionary<string, List<string?[]>> RowsWithout(string excluded)
    {
        var clean = Tables
            .Where(table => table.Name != excluded)
            .ToDictionary(table => table.Name, table => table.Records.ToList());
        while (
            clean.Sum(rest =>
                this[rest.Key]
                    .References.Sum(key =>
                        rest.Value.RemoveAll(record =>
                            this[rest.Key].Tuple(record, key) is { } tuple && !Referenced(key).Contains(tuple)
                        )
                    )
            ) > 0
        ) { }

        return clean;

        HashSet<string?> Referenced(FolderForeignKey key) =>
            clean.TryGetValue(key.ReferencedTable, out var rows)
                ? [.. rows.Select(record => this[key.ReferencedTable].Tuple(record, key.ReferencedColumns))]
                : [];
    }

    private int ReferencedRows(FolderTable table)
    {
        var rows = new HashSet<int>();
        foreach (var other in Tables)
        {
            foreach (var key in other.References.Where(key => key.ReferencedTable == table.Name))
            {
                // A row that only references itself is no reason for itself.
                var used = other
                    .Records.Where(record =>
                        other.Name != table.Name
                        || other.Tuple(record, key) != other.Tuple(record, key.ReferencedColumns)
                    )
                    .Select(record => other.Tuple(record, key))
                    .ToHashSet();
                rows.UnionWith(
                    Enumerable
                        .Range(0, table.Records.Count)
                        .Where(i =>
                            table.Tuple(table.Records[i], key.ReferencedColumns) is { } tuple && used.Contains(tuple)
                        )
                );
            }
        }

        return rows.Count;
    }

    private static FolderTable ReadTable(string folder, JsonElement table)
    {
        var file = table.GetProperty("file").GetString()!;
        var records = TsvText.Parse(File.ReadAllText(Path.Combine(folder, file), new UTF8Encoding(false, true)));
        var columns = Names(table, "columns", column => column.GetProperty("name").GetString()!);

        // A table without columns has an empty header, and rows that are empty lines.
        if (columns.Length > 0)
            Assert.Equal(columns, records[0]);
        return new FolderTable(
            Name(table),
            file,
            table.GetProperty("rows").GetInt32(),
            table.GetProperty("sampled").GetInt32(),
            table.GetProperty("backfilled").GetInt32(),
            columns,
            records[1..],
            Names(
                table,
                "foreignKeys",
                key => new FolderForeignKey(
                    key.GetProperty("name").GetString()!,
                    Strings(key, "columns"),
                    Name(key.GetProperty("references")),
                    Strings(key, "referencedColumns")
                )
            ),
            Names(table, "keys", key => Strings(key, "columns"))
        );
    }

    /// <summary>Schema and name as one text; a dot of their own is told from the one between them.</summary>
    public static string NameOf(string schema, string name) => $"{Part(schema)}.{Part(name)}";

    private static string Part(string name) => name.Contains('.', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    private static string Name(JsonElement element) =>
        NameOf(element.GetProperty("schema").GetString()!, element.GetProperty("name").GetString()!);

    private static string[] Strings(JsonElement element, string property) =>
        Names(element, property, name => name.GetString()!);

    private static T[] Names<T>(JsonElement element, string property, Func<JsonElement, T> read) =>
        [.. element.GetProperty(property).EnumerateArray().Select(read)];
}
