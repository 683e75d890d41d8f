using System.Collections.Immutable;
using SnapshotSeed.Export.Plan;

namespace SnapshotSeed.Export.Choice;

/// <summary>Which values of a column a search has to look for. Pure.</summary>
/// <param name="Column">The column.</param>
/// <param name="Seen">The numbers of the values that candidates show.</param>
/// <param name="AreValuesWanted">Whether other values are to be shown, too.</param>
/// <param name="IsNullWanted">Whether NULL is to be shown, and no candidate does.</param>
internal sealed record UnseenValues(
    CoveredColumn Column,
    ImmutableArray<long> Seen,
    bool AreValuesWanted,
    bool IsNullWanted
)
{
    /// <summary>The columns of a table for which there is something to look for.</summary>
    public static IEnumerable<UnseenValues> Of(IReadOnlyList<CoveredColumn> columns, IEnumerable<Candidate> rows)
    {
        var shown = rows.Where(row => row.IsOpen).Select(row => row.Shows).ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            var values = shown.Select(row => row[i]).ToHashSet();
            var seen = values.OfType<long>().ToImmutableArray();
            var unseen = new UnseenValues(
                columns[i],
                seen,
                columns[i].IsAlways || seen.Length <= Coverage.FewValues,
                columns[i].Column.IsNullable && !values.Contains(null)
            );
            if (unseen.AreValuesWanted || unseen.IsNullWanted)
                yield return unseen;
        }
    }
}
