using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary><c>Sampled</c> are rows that the sample chose for themselves. The hash is lower-case hexadecimal.</summary>
internal sealed record ManifestTable(
    TableName Name,
    string File,
    long Rows,
    long Sampled,
    string Sha256,
    ImmutableArray<Column> Columns,
    ImmutableArray<UniqueKey> Keys,
    ImmutableArray<ForeignKey> ForeignKeys
)
{
    /// <summary>The domains and composite types of the columns.</summary>
    public ImmutableArray<TypeDefinition> Types { get; init; } = [];

    /// <summary>The table that it is a partition of, if it was exported as a table of its own; else null.</summary>
    public TableName? PartitionOf { get; init; }

    /// <summary>Added as parent rows.</summary>
    public long Backfilled => Rows - Sampled;
}
