using System.Globalization;
using Npgsql;
using SnapshotSeed.Catalog;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>Finds the values of a file that their columns' types refuse.</summary>
internal sealed class BadValues(Attempts attempts)
{
    private const int ShownPerColumn = 3;

    /// <returns>The first few of each column by file and line; none if all are sound.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(
        TableLoad load,
        TsvRows rows,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<string>();
        for (var c = 0; c < load.Columns.Length; c++)
        {
            var column = load.Columns[c];
            foreach (var row in await BadRowsAsync(column, rows.Values[c], cancellationToken))
            {
                var value = new[] { rows.Values[c][row] };
                var isText = await attempts.TryAsync(
                    "SELECT $1::pg_catalog.text[]",
                    command => command.Parameters.Add(new NpgsqlParameter { Value = value }),
                    _ => true,
                    cancellationToken
                );
                var reason = isText is not null
                    ? $"does not fit its type {column.Type}"
                    : "has a character that the target's encoding lacks";
                problems.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{load.Source.Manifest.File} line {rows.Lines[row]}: the value of column {column.Name} {reason}"
                    )
                );
            }
        }

        return problems;
    }

    /// <summary>By halving, because a failed cast does not say which row it met.</summary>
    private async Task<List<int>> BadRowsAsync(Column column, string?[] values, CancellationToken cancellationToken)
    {
        var bad = new List<int>();
        var open = new Stack<(int Start, int Length)>([(0, values.Length)]);
        while (bad.Count < ShownPerColumn && open.TryPop(out var range))
        {
            if (await FitsAsync(column, values[range.Start..(range.Start + range.Length)], cancellationToken))
                continue;
            if (range.Length == 1)
            {
                bad.Add(range.Start);
                continue;
            }

            var half = range.Length / 2;
            open.Push((range.Start + half, range.Length - half));
            open.Push((range.Start, half));
        }

        return bad;
    }

    private async Task<bool> FitsAsync(Column column, string?[] values, CancellationToken cancellationToken)
    {
        var sql =
            $"SELECT coalesce(pg_catalog.bool_and({StagedRows.IsStorable(StagedRows.Cast("u.v", column), column)}), true) FROM pg_catalog.unnest($1::pg_catalog.text[]) u (v)";
        return await attempts.TryAsync(
            sql,
            command => command.Parameters.Add(new NpgsqlParameter { Value = values }),
            reader => reader.GetBoolean(0),
            cancellationToken
        )
            is [true];
    }
}
