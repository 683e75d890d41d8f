using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace SnapshotSeed.Export.Selection;

/// <summary>
/// A row's place: the table or partition that holds it, and its ctid there. Unchanging within one snapshot of the
/// database, so that no key value needs to travel: PostgreSQL finds the keys behind the places and compares them by its
/// own equality.
/// </summary>
internal readonly record struct RowId(uint Partition, NpgsqlTid Tid)
{
    /// <summary>Reads tableoid and ctid, which stand at the start of a row.</summary>
    public static RowId Read(NpgsqlDataReader reader) => Read(reader, 0);

    /// <summary>Reads tableoid and ctid, which stand there and behind it.</summary>
    public static RowId Read(NpgsqlDataReader reader, int column) =>
        new(reader.GetFieldValue<uint>(column), reader.GetFieldValue<NpgsqlTid>(column + 1));

    /// <summary>Reads PostgreSQL's own texts of tableoid and ctid.</summary>
    public static RowId Parse(string tableoid, string ctid) => Parse(tableoid.AsSpan(), ctid.AsSpan());

    /// <summary>Reads the same with a space between them.</summary>
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
