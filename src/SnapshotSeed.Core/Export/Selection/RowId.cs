using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Export.Selection;

/// <summary>
/// Tableoid and ctid, which do not change within one snapshot of the database. So key values need not travel, and
/// PostgreSQL compares them by its own equality.
/// </summary>
internal readonly record struct RowId(uint Partition, NpgsqlTid Tid)
{
    public static RowId Read(NpgsqlDataReader reader) => Read(reader, 0);

    /// <summary>Tableoid at the column, ctid at the next.</summary>
    public static RowId Read(NpgsqlDataReader reader, int column) =>
        new(reader.GetFieldValue<uint>(column), reader.GetFieldValue<NpgsqlTid>(column + 1));

    public static RowId Parse(string tableoid, string ctid) => Parse(tableoid.AsSpan(), ctid.AsSpan());

    /// <summary>With a space between them.</summary>
    public static RowId Parse(ReadOnlySpan<char> text)
    {
        var space = text.IndexOf(' ');
        return Parse(text[..space], text[(space + 1)..]);
    }

    private static RowId Parse(ReadOnlySpan<char> tableoid, ReadOnlySpan<char> ctid)
    {
        var comma = ctid.IndexOf(',');
        return new RowId(
            uint.Parse(tableoid, CultureInfo.InvariantCulture),
            new NpgsqlTid(
                uint.Parse(ctid[1..comma], CultureInfo.InvariantCulture),
                ushort.Parse(ctid[(comma + 1)..^1], CultureInfo.InvariantCulture)
            )
        );
    }

    // Npgsql's own hash of a place is the same for many neighbours.
    public override int GetHashCode() => HashCode.Combine(Partition, Tid.BlockNumber, Tid.OffsetNumber);
}
