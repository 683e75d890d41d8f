namespace SnapshotSeed.Benchmarks;

/// <summary>Names as SQL source text.</summary>
internal static class SqlName
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string List(IEnumerable<string> names, string alias = "") =>
        string.Join(", ", names.Select(name => alias.Length > 0 ? $"{alias}.{Quote(name)}" : Quote(name)));
}
