using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>The result of comparing a database with a snapshot.</summary>
/// <param name="Database">The name of the database.</param>
/// <param name="Tables">The tables of the snapshot in load order.</param>
public sealed record VerificationReport(string Database, ImmutableArray<TableCheck> Tables)
{
    internal ImmutableArray<ReferenceCheck> References { get; init; } = [];

    /// <summary>Behind their column, so that inserts would fail.</summary>
    internal ImmutableArray<Sequence> Sequences { get; init; } = [];

    /// <summary>Not checked, because the role may not read the whole referenced table.</summary>
    internal ImmutableArray<ForeignKey> UnreadReferences { get; init; } = [];

    /// <summary>Not checked, because the role may not read them.</summary>
    internal ImmutableArray<Sequence> UnreadSequences { get; init; } = [];

    internal ImmutableArray<SchemaDifference> Differences { get; init; } = [];

    /// <summary>How long the verification took, without reading the files.</summary>
    public TimeSpan Elapsed { get; init; }

    internal TimeShift? Shift { get; init; }

    /// <summary>The tables whose times were shifted by another import, and by how much.</summary>
    internal ImmutableArray<(TableName Table, TimeShift Shift)> OtherShifts { get; init; } = [];

    internal int SequencesRead { get; init; }

    /// <summary>The sequences that feed no column and are behind their value in the source.</summary>
    internal ImmutableArray<TableName> LooseSequences { get; init; } = [];

    /// <summary>
    /// Whether the database contains all rows as expected, no parent row is missing and no sequence is behind. Foreign keys that
    /// the database does not enforce may lack parent rows, as in the source.
    /// </summary>
    public bool Succeeded =>
        Tables.All(table => table.Succeeded)
        && References.All(reference => !reference.ForeignKey.IsEnforced)
        && Sequences.IsEmpty
        && LooseSequences.IsEmpty;

    /// <summary>Does nothing if the verification succeeded.</summary>
    /// <exception cref="SnapshotSeedException">The verification failed; the message is the report.</exception>
    public void ThrowIfDifferent()
    {
        if (!Succeeded)
            throw new SnapshotSeedException(
                ToString(),
                "Import the snapshot again, or find out what changed the rows."
            );
    }

    /// <summary>The report that the tool prints.</summary>
    public override string ToString() => new ReportText(option => option.InLibrary).Verification(this);
}
