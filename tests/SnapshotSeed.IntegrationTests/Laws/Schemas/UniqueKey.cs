using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A unique key. Rows may be referenced through it unless it is deferrable.</summary>
internal sealed record UniqueKey(string Name, KeyForm Form, ImmutableArray<string> Columns)
{
    public bool IsDeferrable { get; init; }

    public bool NullsNotDistinct { get; init; }

    public string? Include { get; init; }
}
