namespace SnapshotSeed.Catalog;

/// <summary>Names as SQL text. Every one that reaches a statement passes through here.</summary>
internal static class SqlName
{
    /// <summary>An identifier, always quoted: reserved words, capitals, dots and quotes are ordinary names.</summary>
    public static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Quote(TableName table) => $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>
    /// FROM item: a table without the tables that inherit from it; a partitioned root with its partitions.
    /// </summary>
    public static string From(Table table) => table.IsPartitioned ? Quote(table.Name) : $"ONLY {Quote(table.Name)}";

    /// <summary>Column names, each behind the alias of its row source.</summary>
    public static string Columns(string alias, IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => $"{alias}.{Quote(column)}"));

    public static string Columns(IEnumerable<string> columns) => string.Join(", ", columns.Select(Quote));
}
