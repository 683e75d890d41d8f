using System.Collections.Immutable;

namespace SnapshotSeed.Options;

/// <summary>Import options of one table. By default the table follows <see cref="ImportOptions"/>.</summary>
public sealed record TableImportOptions
{
    /// <summary>What happens to rows that exist already. Null: <see cref="ImportOptions.OnConflict"/>.</summary>
    public ConflictMode? OnConflict { get; init; }

    /// <summary>Whether ids of this table are kept or assigned. Null: <see cref="ImportOptions.Ids"/>.</summary>
    public IdMode? Ids { get; init; }

    /// <summary>What a verification wants of the rows. Null: <see cref="ImportOptions.Expect"/>.</summary>
    public Expectation? Expect { get; init; }

    /// <summary>
    /// The natural key: the columns that identify a row, whether or not a constraint declares them. Without a constraint
    /// NULL equals NULL. Empty (the default): the table's own key.
    /// </summary>
    public ImmutableArray<string> Key { get; init; } = [];
}
