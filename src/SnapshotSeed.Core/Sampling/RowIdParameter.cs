using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Sampling;

/// <summary>
/// Places of rows as parameters. Npgsql has no type for arrays of ctid, so they go as the text of one, which PostgreSQL
/// reads when it parses.
/// </summary>
internal static class RowIdParameter
{
    public static NpgsqlParameter Tids(IEnumerable<RowId> rows)
    {
        var text = new StringBuilder("{");
        foreach (var row in rows)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(text.Length > 1 ? "," : "")}\"({row.Tid.BlockNumber},{row.Tid.OffsetNumber})\""
            );
        return new NpgsqlParameter { Value = text.Append('}').ToString(), NpgsqlDbType = NpgsqlDbType.Unknown };
    }

    public static NpgsqlParameter Partitions(IEnumerable<RowId> rows) =>
        Array(rows.Select(row => row.Partition), NpgsqlDbType.Oid);

    public static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType elementType) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | elementType };
}
