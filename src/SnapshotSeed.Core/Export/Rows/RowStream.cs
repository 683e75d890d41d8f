using System.Diagnostics;
using SnapshotSeed.Export.Eligibility;
using SnapshotSeed.Export.Selection;
using SnapshotSeed.Model;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Rows;

/// <summary>The rows of a table in the order of the file, each value as PostgreSQL's own text.</summary>
internal sealed class RowStream(TableReading reading, TextRows rows, long start)
{
    private readonly AdmittedRows? admitted = reading.Completion is { } completion
        ? new AdmittedRows(reading.Chosen, completion.Limit)
        : null;
    private readonly string?[] values = new string?[reading.Columns.Written.Length];
    private readonly KeyValues[] keys = [.. reading.Columns.Keys.Select(column => new KeyValues(column))];
    private readonly long[] dangling = new long[reading.Columns.Suspects.Length];
    private readonly long sampledBefore = reading.Chosen.Sampled;

    public Table Table => reading.Table;

    public long Count { get; private set; }

    /// <summary>Known after the last row.</summary>
    public long Sampled => reading.Chosen.IsWholeTable ? Count : sampledBefore + (admitted?.Added.Count ?? 0);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(start);

    /// <summary>Known after the last row.</summary>
    public ReadOutcome Outcome =>
        new(
            Count,
            admitted?.Added ?? [],
            [.. keys],
            [.. reading.Columns.Suspects.Select((suspect, i) => new DanglingRows(suspect.Key, dangling[i]))]
        );

    /// <returns>Stored values, null for NULL, valid until the next call; null after the last row.</returns>
    public async ValueTask<string?[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await rows.ReadAsync(cancellationToken))
        {
            var column = 0;
            if (admitted is not null && !admitted.Admits(RowId.Parse(rows[column++]!, rows[column++]!)))
                continue;
            Count++;
            for (var i = 0; i < values.Length; i++)
                values[i] = rows[column++];
            foreach (var key in keys)
                key.Add(rows[column++]);
            for (var i = 0; i < dangling.Length; i++)
                dangling[i] += rows[column++] == "t" ? 1 : 0;
            return values;
        }

        return null;
    }
}
