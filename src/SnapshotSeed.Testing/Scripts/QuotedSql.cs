namespace SnapshotSeed.Testing;

internal static class QuotedSql
{
    internal static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
