using System.Globalization;
using System.Text;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Selection;

/// <summary>Maybe a hundred thousand places: a command sends each set once. The rows must not change.</summary>
internal sealed class RowSet(IReadOnlyCollection<RowId> rows)
{
    private readonly Lazy<Parameter> tids = new(() => Parameter.Untyped(TextOf(rows)));
    private readonly Lazy<Parameter> partitions = new(() => Parameter.Oids(rows.Select(row => row.Partition)));

    public int Count => rows.Count;

    /// <summary>As text that the statement casts: Npgsql has no type for an array of these.</summary>
    public Parameter Tids => tids.Value;

    /// <summary>In the order of <see cref="Tids"/>.</summary>
    public Parameter Partitions => partitions.Value;

    public RowSet Within(IReadOnlyCollection<uint> leaves) =>
        new([.. rows.Where(row => leaves.Contains(row.Partition))]);

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
