using System.Collections.Immutable;

namespace SnapshotSeed;

/// <summary>One table of a verification.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Rows in the snapshot.</param>
/// <param name="Missing">Rows that are not in the database.</param>
/// <param name="Different">Rows whose key is there but whose text differs.</param>
public sealed record TableCheck(TableName Table, long Rows, long Missing, long Different)
{
    /// <summary>Why the table cannot be compared, such as that it does not exist; empty where it can.</summary>
    public ImmutableArray<RowProblem> Obstacles { get; init; } = [];

    /// <summary>The keys of the first few missing rows.</summary>
    public ImmutableArray<string> MissingKeys { get; init; } = [];

    /// <summary>The keys of the first few different rows.</summary>
    public ImmutableArray<string> DifferentKeys { get; init; } = [];

    /// <summary>The columns in which these differ, in the table's order.</summary>
    public ImmutableArray<string> DifferentColumns { get; init; } = [];

    /// <summary>Whether every row is there with identical text.</summary>
    public bool Succeeded => Obstacles.IsEmpty && Missing == 0 && Different == 0;
}
