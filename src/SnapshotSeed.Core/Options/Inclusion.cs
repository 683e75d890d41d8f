namespace SnapshotSeed;

/// <summary>Rows that a snapshot always has, with what they reference, and with some of what references them.</summary>
/// <param name="Table">Their table, as <c>table</c> or <c>schema.table</c>.</param>
/// <param name="Condition">SQL over its own columns, as in <see cref="ExportOptions.Where"/>.</param>
public sealed record Inclusion(string Table, string Condition)
{
    /// <summary>
    /// How many rows may come along because they reference these, directly or not. All of them come; more are refused.
    /// Default 0: none comes along.
    /// </summary>
    public int Children { get; init; }
}
