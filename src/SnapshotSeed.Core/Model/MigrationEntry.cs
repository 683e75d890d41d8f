using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A migration that has run, as its tool wrote it down.</summary>
/// <param name="Values">The values by column, the version first; null for NULL.</param>
internal sealed record MigrationEntry(ImmutableArray<(string Column, string? Value)> Values)
{
    /// <summary>Its version.</summary>
    public string? Version => Values[0].Value;

    /// <summary>The value of a column; null where it is not there.</summary>
    public string? this[string column] => Values.FirstOrDefault(value => value.Column == column).Value;
}
