using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Problems;

/// <summary>What keeps rows of a snapshot from being loaded into, or compared with, a database.</summary>
public sealed record RowProblem
{
    internal RowProblem(RowProblemKind kind, TableName name) => (Kind, Name) = (kind, name);

    /// <summary>What is wrong.</summary>
    public RowProblemKind Kind { get; init; }

    /// <summary>The table as options name it: <c>orders</c>, or <c>audit.events</c> of a schema other than public.</summary>
    public string Table => Name.ToString();

    internal TableName Name { get; init; }

    /// <summary>The file, where it is about one.</summary>
    public string? File { get; init; }

    /// <summary>The line of the file, from 1; null where it is about no single line.</summary>
    public long? Line { get; init; }

    /// <summary>The row's key as <c>id = 7</c>, where a message should tell it.</summary>
    public string? Key { get; init; }

    /// <summary>The columns that it is about.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>The constraint, unique index or type that it is about.</summary>
    public string? Constraint { get; init; }

    /// <summary>The other line of the same file that it is about.</summary>
    public long? OtherLine { get; init; }

    /// <summary>The row of the target that is in the way, as <c>the row with id = 7</c>.</summary>
    public string? Holder { get; init; }

    /// <summary>The referenced table.</summary>
    public string? ReferencedTable => Referenced?.ToString();

    internal TableName? Referenced { get; init; }

    /// <summary>What the snapshot has: a type or a definition.</summary>
    public string? InSnapshot { get; init; }

    /// <summary>What the target has.</summary>
    public string? InTarget { get; init; }

    /// <summary>How many rows or columns it is about.</summary>
    public long Count { get; init; }

    /// <summary>How many more rows have the same problem, without being named one by one.</summary>
    public long More { get; init; }

    /// <summary>Whether there may be still more of them: counting was stopped.</summary>
    public bool MayBeMore { get; init; }

    /// <summary>What else is known: the server's own words, without values.</summary>
    public string? Detail { get; init; }

    /// <summary>The same as the last of several that are named.</summary>
    internal RowProblem And(long more, bool orMore = false) => this with { More = more, MayBeMore = orMore };

    /// <summary>The sentence for whoever knows which table it is about.</summary>
    public string Reason => RowProblemText.Reason(this).ToString();

    /// <summary>One sentence, naming file, line, table and column.</summary>
    public override string ToString() => RowProblemText.Of(this).ToString();
}
