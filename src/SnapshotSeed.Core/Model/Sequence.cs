namespace SnapshotSeed.Model;

/// <summary>A sequence that feeds a column: the column owns it, or the column's default names it.</summary>
/// <param name="Name">The sequence.</param>
/// <param name="Table">The table of the column.</param>
/// <param name="Column">The column.</param>
internal sealed record Sequence(TableName Name, TableName Table, string Column)
{
    /// <summary>Whether it counts down. Then it must pass the column's smallest value.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether the role may read its position (SELECT).</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether the role may advance it (UPDATE, for setval).</summary>
    public bool CanMove { get; init; } = true;

    /// <summary>
    /// Whether the column gets its numbers unchanged. If not, the default uses them in an expression, such as <c>'INV-'
    /// || nextval(…)</c>.
    /// </summary>
    public bool IsPlain { get; init; } = true;
}
