namespace SnapshotSeed.Model;

/// <summary>A sequence that feeds a column: owned by it, or named by its default.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Table">The table of the column.</param>
/// <param name="Column">The column.</param>
internal sealed record Sequence(TableName Name, TableName Table, string Column)
{
    /// <summary>Whether it counts down: then its column's smallest value is the one to pass.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether the connected role may read its position (SELECT).</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether the connected role may move it (UPDATE, which setval needs).</summary>
    public bool CanMove { get; init; } = true;

    /// <summary>
    /// Whether its numbers go into the column as they are; else a default makes something of them: <c>'INV-' ||
    /// nextval(…)</c>, <c>nextval(…) * 10</c>.
    /// </summary>
    public bool IsPlain { get; init; } = true;
}
