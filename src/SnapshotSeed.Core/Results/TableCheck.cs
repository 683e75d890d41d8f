using System.Collections.Immutable;
using SnapshotSeed.Model;
using SnapshotSeed.Problems;

namespace SnapshotSeed.Results;

/// <summary>One table of a verification.</summary>
public sealed record TableCheck
{
    internal TableCheck(TableName name, long rows, long missing, long different) =>
        (Name, Rows, Missing, Different) = (name, rows, missing, different);

    /// <summary>The table as options name it: <c>orders</c>, or <c>audit.events</c> of a schema other than public.</summary>
    public string Table => Name.ToString();

    /// <summary>Rows in the snapshot.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that are not in the database.</summary>
    public long Missing { get; init; }

    /// <summary>Rows whose key is there but whose text differs.</summary>
    public long Different { get; init; }

    internal TableName Name { get; init; }

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
