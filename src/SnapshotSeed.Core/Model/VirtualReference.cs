using SnapshotSeed.Options;

namespace SnapshotSeed.Model;

/// <summary>A foreign key that the database does not declare: see <see cref="ExportOptions.References"/>.</summary>
/// <param name="From">The referencing columns, as <c>content_tags(content_id)</c>.</param>
/// <param name="To">The referenced columns, as <c>content_items(id)</c>.</param>
/// <param name="Where">SQL over the columns of either table; null for all rows.</param>
internal sealed record VirtualReference(string From, string To, string? Where)
{
    /// <summary>Reads as <c>content_tags(content_id) -> content_items(id)</c>.</summary>
    public override string ToString() => $"{From} -> {To}";
}
