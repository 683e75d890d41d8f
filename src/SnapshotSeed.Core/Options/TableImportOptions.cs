using System.Collections.Immutable;

namespace SnapshotSeed;

/// <summary>How to load one table, where it differs from the others.</summary>
public sealed record TableImportOptions
{
    /// <summary>What becomes of rows that are there; null (the default) for what holds for all tables.</summary>
    public ConflictMode? OnConflict { get; init; }

    /// <summary>What the values of its generated id are; null (the default) for what holds for all tables.</summary>
    public IdMode? Ids { get; init; }

    /// <summary>
    /// The columns that tell its rows apart, whether or not a constraint does; NULL equals NULL where none does. Empty (the
    /// default) for its own key.
    /// </summary>
    public ImmutableArray<string> Key { get; init; } = [];

    /// <summary>Options are equal when they say the same.</summary>
    public bool Equals(TableImportOptions? other) =>
        other is not null && (OnConflict, Ids) == (other.OnConflict, other.Ids) && Key.SequenceEqual(other.Key);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OnConflict, Ids, Key.Length);
}
