using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Empties the tables that are loaded, the referencing ones first.</summary>
/// <param name="Components">What to empty, in order.</param>
/// <param name="ByTruncate">
/// Whether one TRUNCATE may do it; else DELETE, because a table that is not loaded references one that is, or for want
/// of the privilege.
/// </param>
/// <param name="ReferencedFrom">
/// The foreign keys of other tables into these, with their tables: no row may use them.
/// </param>
internal sealed record EmptyTables(
    ImmutableArray<Component> Components,
    bool ByTruncate,
    ImmutableArray<(ForeignKey Key, Table Table)> ReferencedFrom
) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "empty";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Components.Select(component => component.ToString());
}
