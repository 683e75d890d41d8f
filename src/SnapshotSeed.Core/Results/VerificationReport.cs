using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>How a database compares with a snapshot.</summary>
/// <param name="Database">The database's name.</param>
/// <param name="Tables">A check for each table of the snapshot, in load order.</param>
public sealed record VerificationReport(string Database, ImmutableArray<TableCheck> Tables)
{
    /// <summary>The foreign keys with rows that reference nothing.</summary>
    internal ImmutableArray<ReferenceCheck> References { get; init; } = [];

    /// <summary>The sequences that are behind their column: the next row would collide.</summary>
    internal ImmutableArray<Sequence> Sequences { get; init; } = [];

    /// <summary>
    /// Foreign keys into tables that the role may not read in full, of which nothing can be said.
    /// </summary>
    internal ImmutableArray<ForeignKey> UnreadReferences { get; init; } = [];

    /// <summary>Sequences that the role may not read, of which nothing can be said.</summary>
    internal ImmutableArray<Sequence> UnreadSequences { get; init; } = [];

    /// <summary>How the database's schema differs from the snapshot's, where that was adapted to: what was not looked at.</summary>
    internal ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    /// <summary>How far the snapshot's times are moved; null where they are not.</summary>
    internal TimeShift? Shift { get; init; }

    /// <summary>How many sequences were looked at.</summary>
    internal int SequencesRead { get; init; }

    /// <summary>Sequences that feed no column and have not reached where they stood in the source.</summary>
    internal ImmutableArray<TableName> LooseSequences { get; init; } = [];

    /// <summary>
    /// Whether the database holds the whole snapshot, no reference dangles and no sequence is behind. A key that the
    /// database itself does not enforce may have rows that dangle: the snapshot has them too.
    /// </summary>
    public bool Succeeded =>
        Tables.All(table => table.Succeeded)
        && References.All(reference => !reference.ForeignKey.IsEnforced)
        && Sequences.IsEmpty
        && LooseSequences.IsEmpty;

    /// <summary>Does nothing where the database holds the whole snapshot.</summary>
    /// <exception cref="SnapshotSeedException">It does not; the message is the report.</exception>
    public void ThrowIfDifferent()
    {
        if (!Succeeded)
            throw new SnapshotSeedException(
                ToString(),
                "Import the snapshot again, or find out what changed the rows."
            );
    }

    /// <summary>The report of the tool.</summary>
    public override string ToString() => ReportText.Verification(this);
}
