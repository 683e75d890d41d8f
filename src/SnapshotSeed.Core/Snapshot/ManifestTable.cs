using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Snapshot;

/// <summary>One table of a snapshot.</summary>
/// <param name="Name">The table.</param>
/// <param name="File">Its file within the folder, a plain file name.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Sampled">Rows that were chosen for themselves.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, in lower-case hexadecimal.</param>
/// <param name="Columns">The file's columns, in order.</param>
/// <param name="Keys">The table's unique keys in the source.</param>
/// <param name="ForeignKeys">The table's foreign keys in the source.</param>
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
    /// <summary>The domains and composite types that the columns consist of, in the source.</summary>
    public ImmutableArray<TypeDefinition> Types { get; init; } = [];

    /// <summary>Rows that are there because other rows reference them.</summary>
    public long Backfilled => Rows - Sampled;
}
