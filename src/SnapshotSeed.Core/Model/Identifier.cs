namespace SnapshotSeed.Model;

/// <summary>Always quoted, so that it may contain reserved words, capitals, dots and quotes.</summary>
internal readonly record struct Identifier(string Name)
{
    public override string ToString() => $"\"{Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
