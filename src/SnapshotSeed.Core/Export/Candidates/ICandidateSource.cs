using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

internal interface ICandidateSource
{
    int Rows { get; }

    /// <summary>Both are of a row <c>c</c>; the columns include the keys of the order of choice.</summary>
    Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns);
}
