namespace SnapshotSeed.Model;

/// <summary>A virtual foreign key as the configuration declares it.</summary>
/// <param name="From">The referencing columns, such as <c>content_tags(content_id)</c>.</param>
/// <param name="To">The referenced columns, such as <c>content_items(id)</c>.</param>
/// <param name="Where">A condition on columns of either table, as SQL; null for all rows.</param>
internal sealed record VirtualReference(string From, string To, string? Where)
{
    /// <summary>Reads as <c>content_tags(content_id) -> content_items(id)</c>.</summary>
    public override string ToString() => $"{From} -> {To}";
}
