using System.Collections.Immutable;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>Looks ids up by natural key, each table after those whose labels are in its key. Asks only.</summary>
internal sealed record ResolveIds(ImmutableArray<IdLookup> Tables) : LoadOperation
{
    public override string Name => "resolve";

    public override string? Detail => "ids";

    public override IEnumerable<string> Subjects => Tables.Select(table => $"{table}");
}
