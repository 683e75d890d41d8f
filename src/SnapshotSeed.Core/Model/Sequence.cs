namespace SnapshotSeed.Model;

/// <summary>A sequence that a column owns, or that its default names.</summary>
internal sealed record Sequence(TableName Name, TableName Table, string Column)
{
    /// <summary>Then it must pass the column's smallest value.</summary>
    public bool IsDescending { get; init; }

    /// <summary>Whether the role may read its position (SELECT).</summary>
    public bool CanRead { get; init; } = true;

    /// <summary>Whether the role may advance it (UPDATE, for setval).</summary>
    public bool CanMove { get; init; } = true;

    /// <summary>Whether the column gets its numbers as they are, unlike <c>'INV-' || nextval(…)</c>.</summary>
    public bool IsPlain { get; init; } = true;
}
