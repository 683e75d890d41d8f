using System.Globalization;
using System.Text;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Selection;

/// <summary>
/// Rows of a table as parameters. There may be a hundred thousand of them, so a command sends each set once, however
/// often its statements refer to it. The rows must not change.
/// </summary>
internal sealed class RowSet(IReadOnlyCollection<RowId> rows)
{
    private readonly Lazy<Parameter> tids = new(() => Parameter.Untyped(TextOf(rows)));
    private readonly Lazy<Parameter> partitions = new(() => Parameter.Oids(rows.Select(row => row.Partition)));

    public int Count => rows.Count;

    /// <summary>
    /// Their ctids. Npgsql has no type for an array of these, so they go as text, and the statement casts it.
    /// </summary>
    public Parameter Tids => tids.Value;

    /// <summary>Their tableoids, in the order of <see cref="Tids"/>.</summary>
    public Parameter Partitions => partitions.Value;

    public RowSet Within(IReadOnlyCollection<uint> leaves) =>
        new([.. rows.Where(row => leaves.Contains(row.Partition))]);

    /// <summary>The ctids of rows as the text of an array.</summary>
    public static string TextOf(IEnumerable<RowId> rows)
    {
        var text = new StringBuilder("{");
        foreach (var row in rows)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(text.Length > 1 ? "," : "")}\"({row.Tid.BlockNumber},{row.Tid.OffsetNumber})\""
            );
        return text.Append('}').ToString();
    }
}
