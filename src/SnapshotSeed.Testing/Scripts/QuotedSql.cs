namespace SnapshotSeed.Testing;

/// <summary>Names as SQL source text.</summary>
internal static class QuotedSql
{
    internal static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
