using SnapshotSeed.Model;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>A row comes after the one it references, which a BEFORE trigger or a CHECK may look for. Pure.</summary>
internal static class ParentsFirst
{
    /// <summary>Whether anything could look for the row before.</summary>
    public static bool Matters(TableLoad load) =>
        (load.MeetsTriggers || load.Table.Checks.Any(check => check.CallsFunctions)) && Keys(load).Any();

    /// <summary>Places count from 1, null means all. Rows that reference each other keep their order.</summary>
    public static long[] Order(TableLoad load, TsvRows rows, long[]? places)
    {
        var parents = Keys(load).Select(key => Parents(key, rows)).ToList();
        var inserted = places ?? [.. Enumerable.Range(1, rows.Count).Select(place => (long)place)];
        var open = inserted.ToHashSet();
        var (order, way) = (new List<long>(inserted.Length), new Stack<long>());
        foreach (var place in inserted.Where(open.Contains))
        {
            way.Push(place);
            while (way.TryPeek(out var row))
            {
                // What is on the way is no longer open, so a circle ends where it would close.
                open.Remove(row);
                var parent = parents.Select(of => of[row - 1]).FirstOrDefault(open.Contains);
                if (parent > 0)
                    way.Push(parent);
                else
                    order.Add(way.Pop());
            }
        }

        return [.. order];
    }

    private static IEnumerable<ForeignKey> Keys(TableLoad load) =>
        load.Table.ForeignKeys.Where(key =>
            key.IsSelfReference && load.Holds(key.Columns) && load.Holds(key.ReferencedColumns)
        );

    /// <summary>For each row the place of the one that it references; 0 for none.</summary>
    private static long[] Parents(ForeignKey key, TsvRows rows)
    {
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Joined(key.ReferencedColumns, i) is { } value)
                places.TryAdd(value, i + 1);
        }

        return
        [
            .. Enumerable
                .Range(0, rows.Count)
                .Select(i => rows.Joined(key.Columns, i) is { } value ? places.GetValueOrDefault(value) : 0)
                .Select((parent, i) => parent == i + 1 ? 0 : parent),
        ];
    }
}
