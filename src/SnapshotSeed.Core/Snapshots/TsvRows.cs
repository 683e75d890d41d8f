using System.Collections.Immutable;

namespace SnapshotSeed.Snapshots;

/// <summary>
/// The values of a TSV file, column by column as PostgreSQL's unnest takes them, and the line on which each row starts.
/// </summary>
internal sealed record TsvRows(ImmutableArray<string> Columns, string?[][] Values, long[] Lines)
{
    public int Count => Lines.Length;

    /// <summary>The values of a column.</summary>
    public string?[] this[string column] => Values[Columns.IndexOf(column)];

    /// <summary>Some of the columns.</summary>
    public TsvRows Of(IEnumerable<string> columns)
    {
        ImmutableArray<string> some = [.. columns];
        return this with { Columns = some, Values = [.. some.Select(column => this[column])] };
    }

    /// <summary>The same with other values in a column.</summary>
    public TsvRows With(string column, string?[] values)
    {
        var at = Columns.IndexOf(column);
        return this with { Values = [.. Values.Select((old, i) => i == at ? values : old)] };
    }

    /// <summary>The values of a row in some columns as one text; null where one of them is NULL.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="row">The row, from 0.</param>
    public string? Joined(IEnumerable<string> columns, int row)
    {
        var values = columns.Select(column => this[column][row]).ToList();
        return values.Contains(null) ? null : string.Join('\0', values);
    }

    public TsvRows In(Range range) =>
        this with
        {
            Values = [.. Values.Select(values => values[range])],
            Lines = Lines[range],
        };

    /// <summary>Some of the rows, by their places from 1.</summary>
    public TsvRows At(long[] places) =>
        this with
        {
            Values = [.. Values.Select(values => Array.ConvertAll(places, place => values[place - 1]))],
            Lines = Array.ConvertAll(places, place => Lines[place - 1]),
        };
}
