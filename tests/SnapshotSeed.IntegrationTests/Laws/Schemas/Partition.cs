using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A partition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bound">What follows the name of the root; ValueOf(n) stands for the value of a number.</param>
internal sealed record Partition(string Name, string Bound)
{
    /// <summary>The numbers of the partitioning column that it holds, where that is known.</summary>
    public ImmutableArray<int> Numbers { get; init; } = [];

    /// <summary>Whether it was a table of its own, with the columns in another order.</summary>
    public bool IsAttached { get; init; }

    /// <summary>The column by whose hash it is partitioned again.</summary>
    public string? SplitBy { get; init; }
}
