using System.Collections.Immutable;

namespace SnapshotSeed.Snapshot.Tsv;

/// <summary>Values by column, as PostgreSQL's unnest takes them, and the line on which each row starts.</summary>
internal sealed record TsvRows(ImmutableArray<string> Columns, string?[][] Values, long[] Lines)
{
    public int Count => Lines.Length;

    public string?[] this[string column] => Values[Columns.IndexOf(column)];

    public TsvRows Of(IEnumerable<string> columns)
    {
        ImmutableArray<string> some = [.. columns];
        return this with { Columns = some, Values = [.. some.Select(column => this[column])] };
    }

    public TsvRows With(string column, string?[] values)
    {
        var at = Columns.IndexOf(column);
        return this with { Values = [.. Values.Select((old, i) => i == at ? values : old)] };
    }

    /// <summary>As one text; null if one of the values is NULL.</summary>
    public string? Joined(IEnumerable<string> columns, int row)
    {
        var values = columns.Select(column => this[column][row]).ToList();
        return values.Contains(null) ? null : string.Join('\0', values);
    }

    /// <summary>Pairs of an earlier row and a later one, from 0, with equal values and no NULL among them.</summary>
    public IEnumerable<(int First, int Second)> Twins(IEnumerable<string> columns)
    {
        string?[][] values = [.. columns.Select(column => this[column])];
        var first = new Dictionary<int, int>(Count, new SameValues(values));
        for (var i = 0; i < Count; i++)
        {
            if (Array.Exists(values, column => column[i] is null) || first.TryAdd(i, i))
                continue;
            yield return (first[i], i);
        }
    }

    public TsvRows In(Range range) =>
        this with
        {
            Values = [.. Values.Select(values => values[range])],
            Lines = Lines[range],
        };

    /// <summary>By their numbers from 1.</summary>
    public TsvRows At(long[] places) =>
        this with
        {
            Values = [.. Values.Select(values => Array.ConvertAll(places, place => values[place - 1]))],
            Lines = Array.ConvertAll(places, place => Lines[place - 1]),
        };

    /// <summary>The rows that start on some lines.</summary>
    public TsvRows On(IReadOnlySet<long> lines) =>
        At([
            .. Enumerable.Range(1, Count).Where(place => lines.Contains(Lines[place - 1])).Select(place => (long)place),
        ]);

    /// <summary>The rows that start on other lines.</summary>
    public TsvRows Without(IReadOnlySet<long> lines) =>
        At([
            .. Enumerable
                .Range(1, Count)
                .Where(place => !lines.Contains(Lines[place - 1]))
                .Select(place => (long)place),
        ]);

    private sealed class SameValues(string?[][] columns) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Array.TrueForAll(columns, column => column[x] == column[y]);

        public int GetHashCode(int row)
        {
            var hash = 0;
            foreach (var column in columns)
                hash = HashCode.Combine(hash, column[row]);
            return hash;
        }
    }
}
