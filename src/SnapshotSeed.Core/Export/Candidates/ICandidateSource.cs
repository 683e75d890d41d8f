using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>Where candidates of a table come from.</summary>
internal interface ICandidateSource
{
    /// <summary>How many rows there may be of it.</summary>
    int Rows { get; }

    /// <param name="conditions">Conditions on each row <c>c</c>.</param>
    /// <param name="columns">What is selected of it; the keys of the order of choice among it.</param>
    Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns);
}
