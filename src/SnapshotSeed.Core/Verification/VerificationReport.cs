using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Loading;

namespace SnapshotSeed.Verification;

/// <summary>How a database compares with a snapshot.</summary>
/// <param name="Database">The database's name.</param>
/// <param name="Tables">A check for each table of the snapshot, in load order.</param>
/// <param name="References">The foreign keys with rows that reference nothing.</param>
/// <param name="Sequences">The sequences that are behind their column: the next row would collide.</param>
public sealed record VerificationReport(
    string Database,
    ImmutableArray<TableCheck> Tables,
    ImmutableArray<ReferenceCheck> References,
    ImmutableArray<Sequence> Sequences
)
{
    /// <summary>
    /// Foreign keys into tables that the role may not read in full, of which nothing can be said.
    /// </summary>
    public ImmutableArray<ForeignKey> UnreadReferences { get; init; } = [];

    /// <summary>Sequences that the role may not read, of which nothing can be said.</summary>
    public ImmutableArray<Sequence> UnreadSequences { get; init; } = [];

    /// <summary>How the database's schema differs from the snapshot's, where that was adapted to: what was not looked at.</summary>
    public ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    /// <summary>How far the snapshot's times are moved; null where they are not.</summary>
    public TimeShift? Shift { get; init; }

    /// <summary>How many sequences were looked at.</summary>
    public int SequencesRead { get; init; }

    /// <summary>Sequences that feed no column and have not reached where they stood in the source.</summary>
    public ImmutableArray<TableName> LooseSequences { get; init; } = [];

    /// <summary>
    /// Whether the database holds the whole snapshot, no reference dangles and no sequence is behind. A key that the
    /// database itself does not enforce may have rows that dangle: the snapshot has them too.
    /// </summary>
    public bool Succeeded =>
        Tables.All(table => table.Succeeded)
        && References.All(reference => !reference.ForeignKey.IsEnforced)
        && Sequences.IsEmpty
        && LooseSequences.IsEmpty;
}
