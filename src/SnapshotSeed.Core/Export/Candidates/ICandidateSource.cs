using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Candidates;

/// <summary>Where candidates of a table come from.</summary>
internal interface ICandidateSource
{
    /// <summary>How many rows it may have.</summary>
    int Rows { get; }

    /// <param name="conditions">Conditions on each row <c>c</c>.</param>
    /// <param name="columns">The selected columns, with the keys of the order of choice.</param>
    Sql ToSql(IReadOnlyList<Sql> conditions, Sql columns);
}
