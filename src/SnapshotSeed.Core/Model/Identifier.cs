namespace SnapshotSeed.Model;

/// <summary>A name in SQL, always quoted, so that it may contain reserved words, capitals, dots and quotes.</summary>
/// <param name="Name">The name as PostgreSQL stores it.</param>
internal readonly record struct Identifier(string Name)
{
    public override string ToString() => $"\"{Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
