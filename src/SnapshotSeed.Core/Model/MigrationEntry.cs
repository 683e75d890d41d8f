using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A migration as its tool recorded it.</summary>
/// <param name="Values">The values by column, the version first; null for NULL.</param>
internal sealed record MigrationEntry(ImmutableArray<(string Column, string? Value)> Values)
{
    public string? Version => Values[0].Value;

    /// <summary>The value of a column; null if the entry lacks the column.</summary>
    public string? this[string column] => Values.FirstOrDefault(value => value.Column == column).Value;
}
