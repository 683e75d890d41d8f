using SnapshotSeed.Export.Plan;

namespace SnapshotSeed.Export.Choice;

/// <summary>Values not shown yet: of enums, flags, conditions of virtual keys, columns with few, and NULL.</summary>
internal sealed class Coverage
{
    /// <summary>Columns with more values show only one, beside NULL.</summary>
    public const int FewValues = 20;

    private readonly HashSet<(int Column, Kind Kind, long Value)> missing = [];

    public Coverage(IReadOnlyList<CoveredColumn> columns, IEnumerable<Candidate> rows)
    {
        var shown = rows.Where(row => row.IsOpen).Select(row => row.Shows).ToList();
        for (var i = 0; i < columns.Count; i++)
        {
            var values = shown.Select(row => row[i]).Distinct().ToList();
            if (columns[i].IsAlways || values.Count <= FewValues + 1)
                missing.UnionWith(
                    values.Where(value => value is not null).Select(value => (i, Kind.Value, value!.Value))
                );
            else if (columns[i].Column.IsNullable)
                missing.Add((i, Kind.AnyValue, 0));
            if (values.Contains(null))
                missing.Add((i, Kind.Null, 0));
        }

        All = missing.Count;
    }

    /// <summary>How many values the candidates show.</summary>
    public int All { get; }

    public int Shown => All - missing.Count;

    public bool ShowsMore(Candidate row)
    {
        if (missing.Count == 0)
            return false;
        for (var i = 0; i < row.Shows.Length; i++)
        {
            if (Of(row, i).Any(missing.Contains))
                return true;
        }

        return false;
    }

    public void Show(Candidate row)
    {
        for (var i = 0; i < row.Shows.Length && missing.Count > 0; i++)
            missing.ExceptWith(Of(row, i));
    }

    private static (int Column, Kind Kind, long Value)[] Of(Candidate row, int column) =>
        row.Shows[column] is { } value
            ? [(column, Kind.Value, value), (column, Kind.AnyValue, 0)]
            : [(column, Kind.Null, 0)];

    private enum Kind
    {
        Value,
        AnyValue,
        Null,
    }
}
