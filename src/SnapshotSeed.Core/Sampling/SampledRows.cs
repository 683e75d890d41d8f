using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Sampling;

/// <summary>
/// The rows of a table whose sample is complete, while they arrive: in order, each value as PostgreSQL's own text.
/// </summary>
/// <param name="statement">What is read.</param>
/// <param name="reader">Its result, each value as text.</param>
internal sealed class SampledRows(SampleStatement statement, NpgsqlDataReader reader)
{
    private readonly int places = statement.Limit is null ? 0 : 2;
    private readonly string?[] values = new string?[statement.Table.StoredColumns.Count()];
    private readonly long[] dangling = new long[statement.Suspects.Length];
    private readonly List<KeyValues> keys = KeyValues.Of(statement.Table, statement.Keys.Contains);

    /// <summary>The table.</summary>
    public Table Table => statement.Table;

    /// <summary>How many rows came so far.</summary>
    public long Count { get; private set; }

    /// <summary>How many of all were chosen for themselves; known when the last has come.</summary>
    public int Sampled => statement.Chosen.Sampled;

    /// <summary>Goes on to the next row.</summary>
    /// <returns>
    /// The values of its stored columns, null for NULL, until the next call; or null after the last row.
    /// </returns>
    public async ValueTask<string?[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            if (statement.Limit is { } limit && !statement.Chosen.Take(Place(), limit))
                continue;
            Count++;
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.IsDBNull(places + i) ? null : reader.GetString(places + i);
            foreach (var key in keys)
                key.Add(values[key.Index]);
            for (var i = 0; i < dangling.Length; i++)
                dangling[i] += reader.GetString(places + values.Length + i) == "t" ? 1 : 0;
            return values;
        }

        statement.Chosen.Keys = keys;
        statement.Chosen.Dangling = [.. statement.Suspects.Select((key, i) => new DanglingRows(key, dangling[i]))];
        return null;
    }

    private RowId Place()
    {
        var partition = uint.Parse(reader.GetString(0), CultureInfo.InvariantCulture);
        var tid = reader.GetString(1).AsSpan();
        var comma = tid.IndexOf(',');
        return new RowId(
            partition,
            new NpgsqlTid(
                uint.Parse(tid[1..comma], CultureInfo.InvariantCulture),
                ushort.Parse(tid[(comma + 1)..^1], CultureInfo.InvariantCulture)
            )
        );
    }
}
