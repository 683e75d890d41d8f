using SnapshotSeed.Model;
using SnapshotSeed.Snapshot.Tsv;

namespace SnapshotSeed.Matching;

/// <summary>
/// The order in which rows of a table that references itself are inserted: each after the row that it references, so that
/// a BEFORE trigger or a CHECK that looks for that one finds it. Else as they stand in the file. Pure.
/// </summary>
internal static class ParentsFirst
{
    /// <summary>Whether anything could look for the row before.</summary>
    public static bool Matters(TableLoad load) =>
        (load.MeetsTriggers || load.Table.Checks.Any(check => check.CallsFunctions)) && Keys(load).Any();

    /// <param name="load">The table.</param>
    /// <param name="rows">All rows of its file.</param>
    /// <param name="places">Those that are inserted, from 1; null for all.</param>
    /// <returns>The same places in order; what references itself in a circle stays in the file's.</returns>
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
