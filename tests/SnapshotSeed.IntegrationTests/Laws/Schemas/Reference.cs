using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A foreign key, as pairs of a referencing and a referenced column in the order of its definition.</summary>
internal sealed record Reference(
    string Name,
    ImmutableArray<(string Column, string Referenced)> Pairs,
    int Target,
    string Key
)
{
    public bool IsNullable { get; init; }

    public bool IsMatchFull { get; init; }

    public bool IsDeferrable { get; init; }

    public bool IsNotValid { get; init; }

    /// <summary>Whether rows point nowhere, which a key that is not valid allows.</summary>
    public bool Dangles { get; init; }

    public Aim Aim { get; init; }

    /// <summary>The partition that alone declares it.</summary>
    public string? OnlyIn { get; init; }
}
