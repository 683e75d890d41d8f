using System.Collections.Immutable;
using SnapshotSeed.Graph;
using SnapshotSeed.Model;

namespace SnapshotSeed.Export.Plan.Steps;

/// <summary>
/// Finds, in tables whose values are to be shown, the first row of each value that no candidate shows yet: among more
/// first rows, then in the whole table where the catalog knows the value or an index leads to it. Two round trips.
/// </summary>
/// <param name="Components">Components of one height.</param>
/// <param name="Tables">Those of their tables whose values are to be shown.</param>
internal sealed record FindValues(ImmutableArray<Component> Components, ImmutableArray<TableName> Tables) : ExportStep
{
    /// <summary>
    /// How many first rows are searched. It takes a tenth of a second; another value beyond them is found by the catalog
    /// or by an index.
    /// </summary>
    public const int Reach = 100_000;

    /// <inheritdoc/>
    public override string Name => "values";

    /// <inheritdoc/>
    public override string? Detail => "that no candidate shows";

    /// <inheritdoc/>
    public override IEnumerable<string> Subjects => Tables.Select(table => $"{table}");
}
