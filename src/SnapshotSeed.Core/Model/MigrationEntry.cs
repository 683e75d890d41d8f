using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>The version comes first; null stands for NULL.</summary>
internal sealed record MigrationEntry(ImmutableArray<(string Column, string? Value)> Values)
{
    public string? Version => Values[0].Value;

    /// <summary>Null if the entry lacks the column.</summary>
    public string? this[string column] => Values.FirstOrDefault(value => value.Column == column).Value;
}
