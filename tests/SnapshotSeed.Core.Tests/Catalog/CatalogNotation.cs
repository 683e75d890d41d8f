using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Core.Tests.Catalog;

/// <summary>
/// Catalogs in one line: <c>orders -> users, orders.parent? -> orders, audit/events</c>. A table has a key <c>id</c>,
/// and for each reference a column named after it (<c>users_id</c>, <c>parent_id</c>), nullable under a question mark.
/// A slash follows a schema other than public.
/// </summary>
internal static class CatalogNotation
{
    private static readonly ImmutableArray<string> Equal = ["OPERATOR(pg_catalog.=)"];

    public static DatabaseCatalog Parse(string text)
    {
        var tables = new Dictionary<TableName, Table>();
        foreach (
            var statement in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var ends = statement.Split("->", StringSplitOptions.TrimEntries);
            var left = ends[0].TrimEnd('?').Split('.');
            var table = Declare(tables, left[0]);
            if (ends.Length == 2)
            {
                var referenced = Declare(tables, ends[1]);
                var reference = left.Length == 2 ? left[1] : referenced.Name;
                tables[table] = WithReference(tables[table], reference, referenced, isNullable: ends[0].EndsWith('?'));
            }
        }

        return new DatabaseCatalog(new DatabaseIdentity("demo"), [.. tables.Values.OrderBy(table => table.Name)]);
    }

    public static TableName Name(string text) =>
        text.Split('/') is [var schema, var name] ? new TableName(schema, name) : new TableName("public", text);

    public static Table Table(this DatabaseCatalog catalog, string name) => catalog[Name(name)];

    /// <summary>The catalog with one table changed.</summary>
    public static DatabaseCatalog With(this DatabaseCatalog catalog, string table, Func<Table, Table> change) =>
        new(catalog.Database, [.. catalog.Tables.Select(other => other.Name == Name(table) ? change(other) : other)]);

    public static Table WithColumn(this Table table, Column column) =>
        table with
        {
            Columns = table.Columns.Add(column),
        };

    /// <summary>The table with its keys replaced by one over the given columns.</summary>
    public static Table WithKey(this Table table, params string[] columns) =>
        table with
        {
            Keys = [Key($"{table.Name.Name}_pkey", columns) with { IsPrimary = true }],
        };

    public static UniqueKey Key(string name, params string[] columns) =>
        new(name, [.. columns]) { EqualityOperators = [.. columns.Select(_ => Equal[0])] };

    public static Column BigInt(string name) =>
        new(name, "bigint") { BareType = "pg_catalog.\"int8\"", IsNullable = false };

    public static Column Text(string name) =>
        new(name, "text") { BareType = "pg_catalog.\"text\"", HasLinguisticOrder = true };

    private static TableName Declare(Dictionary<TableName, Table> tables, string text)
    {
        var name = Name(text);
        tables.TryAdd(name, new Table(name) { Columns = [BigInt("id")] }.WithKey("id"));
        return name;
    }

    private static Table WithReference(Table table, string reference, TableName referenced, bool isNullable)
    {
        var column = $"{reference}_id";
        var key = new ForeignKey($"{table.Name.Name}_{column}_fkey", table.Name, [column], referenced, ["id"])
        {
            EqualityOperators = Equal,
        };
        return table.WithColumn(BigInt(column) with { IsNullable = isNullable }) with
        {
            ForeignKeys = [.. table.ForeignKeys.Add(key).OrderBy(other => other.Name, StringComparer.Ordinal)],
        };
    }
}
