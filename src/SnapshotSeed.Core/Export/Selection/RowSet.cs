using System.Globalization;
using System.Text;
using SnapshotSeed.Postgres;

namespace SnapshotSeed.Export.Selection;

/// <summary>
/// Some rows of a table as parameters. There may be a hundred thousand of them: however many places of a command refer
/// to one set, it is sent once.
/// </summary>
/// <param name="rows">The rows, which stay as they are.</param>
internal sealed class RowSet(IReadOnlyCollection<RowId> rows)
{
    private Parameter? tids;
    private Parameter? partitions;

    public int Count => rows.Count;

    /// <summary>
    /// Their ctids. Npgsql has no type for arrays of these, so they go as the text of one, which PostgreSQL reads when
    /// it parses: the statement says that it is one.
    /// </summary>
    public Parameter Tids => tids ??= Parameter.Untyped(TextOf(rows));

    /// <summary>Their tableoids, in the order of <see cref="Tids"/>.</summary>
    public Parameter Partitions => partitions ??= Parameter.Oids(rows.Select(row => row.Partition));

    /// <summary>Those of them that are in some partitions.</summary>
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
