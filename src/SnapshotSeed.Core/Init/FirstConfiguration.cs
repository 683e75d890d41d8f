using System.Text;
using System.Text.Json;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Export.Plan;
using SnapshotSeed.Graph;
using SnapshotSeed.Import.Fit;
using SnapshotSeed.Migrations;
using SnapshotSeed.Model;
using SnapshotSeed.Options;
using SnapshotSeed.Options.Declared;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Init;

/// <summary>A first <c>snapshotseed.json</c> for a database: everything that may be said of it, ready to be edited.</summary>
internal static class FirstConfiguration
{
    private static readonly string[] KindSuffixes = ["_type", "_source", "_kind", "_class", "_table"];

    /// <summary>Every table in dependency order, with what was found as comments.</summary>
    public static async Task<string> WriteAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var session = await Session.BeginAsync(connection, SessionMode.Export, cancellationToken);
        return Write(await CatalogReader.ReadAsync(session, cancellationToken));
    }

    internal static string Write(DatabaseCatalog catalog)
    {
        var histories = HistoryTables.Of(catalog, new ByTable<string>());
        var tables = catalog.Tables.Select(table => table.Name).Where(name => !histories.Contains(name)).ToList();
        var graph = DependencyGraph.Build(tables, catalog.ForeignKeys);
        var ordered = graph.Components.SelectMany(component => component.Tables).Select(name => catalog[name]).ToList();
        var text = new StringBuilder(
            $$"""
            {
              "$schema": "{{ConfigurationSchema.FileName}}",
              // "source": "${DATABASE_URL_DEMO}", "target": "${DATABASE_URL_TEST}",
              "snapshot": "{{SnapshotConfiguration.DefaultFolder}}",
              "limit": 100,
              // "exclude": ["audit.*"], "order": "coverage", "onConflict": "update", "ids": "assign",
              // "groups": { "a name": ["some", "tables"] },

            """
        );
        AppendPolymorphic(text, ordered);
        text.Append(
            "  // Every table, parent tables first. Remove the tables that need no options.\n  \"tables\": {\n"
        );
        foreach (var table in ordered)
            text.Append("    ")
                .Append(Quote(table.Name.ToString()))
                .Append(": {}, // ")
                .Append(string.Join("; ", Found(table, catalog)).ReplaceLineEndings(" "))
                .Append('\n');
        return text.Append("  }\n}\n").ToString();
    }

    private static void AppendPolymorphic(StringBuilder text, List<Table> tables)
    {
        var found = tables.SelectMany(table => Polymorphic(table).Select(pair => (table, pair))).ToList();
        if (found.Count == 0)
            return;
        text.Append("  // Polymorphic references, which PostgreSQL cannot declare: one entry for each kind.\n");
        text.Append("  // \"references\": [\n");
        foreach (var (table, (kind, id)) in found)
            text.Append("  //   ")
                .Append("{ \"from\": ")
                .Append(Quote($"{table.Name}({id})"))
                .Append(", \"to\": \"TABLE(id)\", \"where\": ")
                .Append(Quote($"{kind} = 'KIND'"))
                .Append(" },\n");
        text.Append("  // ],\n");
    }

    private static IEnumerable<string> Found(Table table, DatabaseCatalog catalog)
    {
        var keys = table.Keys.Select(key => $"({string.Join(", ", key.Columns)})").ToList();
        yield return table.RowKey is null && keys.Count == 0
            ? "no key: rows are compared whole"
            : $"keys {string.Join(" ", keys)}";
        if (IdAssignment.GeneratedId(table) is { } id)
            yield return IdAssignment.HasNaturalKey(table, id)
                ? $"{id} is generated: \"ids\": \"assign\" is possible"
                : $"{id} is generated; \"ids\": \"assign\" needs a \"key\" without it";
        var children = catalog
            .ForeignKeys.Where(key =>
                key.ReferencedTable == table.Name && CompositionKeys.IsIdentifying(key, catalog[key.Table])
            )
            .Select(key => key.Table)
            .Distinct()
            .Order()
            .ToList();
        if (children.Count > 0)
            yield return $"\"with\": [{string.Join(", ", children.Select(child => Quote(child.ToString())))}] exports its child rows with it";
        foreach (var (kind, column) in Polymorphic(table))
            yield return $"{kind} and {column} look polymorphic";
    }

    /// <summary>Pairs like <c>subject_type</c> and <c>subject_id</c>, of which no foreign key leads anywhere.</summary>
    private static IEnumerable<(string Kind, string Id)> Polymorphic(Table table) =>
        from kind in table.Columns
        from suffix in KindSuffixes
        where kind.Name.EndsWith(suffix, StringComparison.Ordinal)
        let id = $"{kind.Name[..^suffix.Length]}_id"
        where
            table.Columns.Any(column => column.Name == id)
            && !table.ForeignKeys.Any(key => key.Columns.Contains(id))
            && table.Keys.All(key => key.Columns is not [var only] || only != id)
        select (kind.Name, id);

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
