using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Empties tables, the referencing ones first. TRUNCATE needs its privilege, and no references from tables that are not
/// loaded. No row may use the keys of <paramref name="ReferencedFrom"/>.
/// </summary>
internal sealed record EmptyTables(
    ImmutableArray<Component> Components,
    bool ByTruncate,
    ImmutableArray<(ForeignKey Key, Table Table)> ReferencedFrom
) : LoadOperation
{
    public override string Name => "empty";

    public override IEnumerable<string> Subjects => Components.Select(component => component.ToString());
}
