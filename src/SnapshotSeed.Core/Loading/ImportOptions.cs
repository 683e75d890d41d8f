using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>How to load a snapshot. The defaults add what is missing and change nothing else.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The tables to load, by <c>table</c> or <c>schema.table</c>; empty (the default) means all of the snapshot.
    /// </summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    /// <summary>
    /// Whether to empty the tables first: exactly those that are loaded, never by CASCADE. Default false. Refused where
    /// rows of another table reference them.
    /// </summary>
    public bool TruncateFirst { get; init; }

    /// <summary>
    /// Tables of migration tools beside those that are known, each with the column whose greatest value is its newest
    /// version: their rows belong to no snapshot. None by default.
    /// </summary>
    public ImmutableSortedDictionary<string, string> MigrationTables { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Names that stand for several tables, or for other groups, wherever tables are listed. None by default.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Groups { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>
    /// Foreign keys that the database does not declare: what they reference is loaded first, and verification looks at
    /// them. None by default.
    /// </summary>
    public ImmutableArray<VirtualReference> References { get; init; } = [];

    /// <summary>
    /// Whether the users' own triggers on the loaded tables are switched off until the import ends, which only the tables'
    /// owner may; each is then as it was. Default false. Event triggers and those of foreign keys stay on.
    /// </summary>
    public bool TriggersOff { get; init; }

    /// <summary>
    /// Whether materialized views over loaded tables are refreshed within the same transaction, which their owner may.
    /// Default false: they are named.
    /// </summary>
    public bool RefreshViews { get; init; }

    /// <summary>
    /// The name of a database that may be written to although its name does not say that it is a test database. None by
    /// default.
    /// </summary>
    public string? AllowTarget { get; init; }
}
