using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>A table of a manifest.</summary>
/// <param name="Name">The table.</param>
/// <param name="File">The name of its file in the folder, without a path.</param>
/// <param name="Rows">The rows in the file.</param>
/// <param name="Sampled">The rows that the sample chose for themselves.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="Columns">The columns in the order of the file.</param>
/// <param name="Keys">The unique keys in the source.</param>
/// <param name="ForeignKeys">The foreign keys in the source.</param>
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

    /// <summary>The rows that were added as parent rows.</summary>
    public long Backfilled => Rows - Sampled;
}
