using System.Collections.Immutable;

namespace SnapshotSeed.Import.Plan.Operations;

/// <summary>
/// Finds the ids of labels: a row that is there under its natural key has its id there. Each table comes after those whose
/// labels stand in its natural key. Asks only.
/// </summary>
/// <param name="Tables">The tables.</param>
internal sealed record ResolveIds(ImmutableArray<IdLookup> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string Name => "resolve";

    /// <inheritdoc/>
    public override string? Detail => "ids";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => $"{table}");
}
