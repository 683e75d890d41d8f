namespace SnapshotSeed.Options;

/// <summary>Rows that an export always takes, with all rows that they reference.</summary>
/// <param name="Table">The table, as <c>table</c> or <c>schema.table</c>.</param>
/// <param name="Where">The condition, as SQL over the table's own columns: <c>handle = 'demo_admin'</c>.</param>
public sealed record Include(string Table, string Where)
{
    /// <summary>For <see cref="Children"/>: as many as there are.</summary>
    public const int All = int.MaxValue;

    /// <summary>
    /// How many child rows may come along, directly or through others: all that there are, and more than this is an error.
    /// <see cref="All"/> sets no such bound. Default 0: none comes along.
    /// </summary>
    public int Children { get; init; }
}
