namespace SnapshotSeed.Testing;

/// <summary>Names and values as SQL source text.</summary>
internal static class SqlText
{
    internal static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The E form, when there is a backslash, means the same under either setting of standard_conforming_strings.
    internal static string Literal(string value)
    {
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\\', StringComparison.Ordinal)
            ? $" E{quoted.Replace("\\", "\\\\", StringComparison.Ordinal)}"
            : quoted;
    }
}
