namespace SnapshotSeed;

/// <summary>
/// A foreign key that the database does not declare: rows are chosen, loaded and compared by it as by a declared one.
/// </summary>
/// <param name="From">The referencing columns, as <c>content_tags(content_id)</c>.</param>
/// <param name="To">
/// The referenced columns, as <c>content_items(id)</c>: those of a unique key, in the order of <paramref name="From"/>.
/// </param>
public sealed record VirtualReference(string From, string To)
{
    /// <summary>
    /// SQL over the columns of either table. Over those of the referencing one (which is tried first) it says which rows
    /// are bound: a polymorphic reference is one for each table that it may lead to. Over those of the referenced one, whose
    /// name may stand before them, it says which rows are meant. Null, the default, for all.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>Reads as <c>content_tags(content_id) -> content_items(id)</c>.</summary>
    public override string ToString() => $"{From} -> {To}";
}
