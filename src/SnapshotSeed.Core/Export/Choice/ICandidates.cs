using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Choice;

/// <summary>Candidates as all but the search for them see these: nothing can be added.</summary>
internal interface ICandidates
{
    int Count { get; }

    IEnumerable<(TableName Table, IReadOnlyCollection<Candidate> Rows)> ByTable { get; }

    /// <summary>The resolved candidates of a table, in the order in which rows are chosen.</summary>
    IReadOnlyList<Candidate> this[TableName table] { get; }
}
