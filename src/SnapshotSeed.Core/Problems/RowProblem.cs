using System.Collections.Immutable;
using SnapshotSeed.Model;

namespace SnapshotSeed.Problems;

/// <summary>A problem that prevents rows of a snapshot from being loaded into, or compared with, a database.</summary>
public sealed record RowProblem
{
    internal RowProblem(RowProblemKind kind, TableName name) => (Kind, Name) = (kind, name);

    /// <summary>The kind of problem, which decides which other properties have a value.</summary>
    public RowProblemKind Kind { get; init; }

    /// <summary>
    /// The table as options name it: <c>orders</c>, or <c>audit.events</c> in a schema other than public.
    /// </summary>
    public string Table => Name.ToString();

    internal TableName Name { get; init; }

    /// <summary>The file's name; null if the problem is not about a file.</summary>
    public string? File { get; init; }

    /// <summary>The line of the file, from 1; null if the problem is not about a single line.</summary>
    public long? Line { get; init; }

    /// <summary>The row's key, such as <c>id = 7</c>; null if the row has none that helps to find it.</summary>
    public string? Key { get; init; }

    /// <summary>The columns that the problem is about; empty if it is not about columns.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>The constraint, unique index or type that the problem is about; null if there is none.</summary>
    public string? Constraint { get; init; }

    /// <summary>The other line of the same file that the problem is about; null if there is none.</summary>
    public long? OtherLine { get; init; }

    /// <summary>
    /// The row of the target that conflicts, such as <c>the row with id = 7</c>; null if there is none.
    /// </summary>
    public string? Holder { get; init; }

    /// <summary>
    /// The table that a foreign key or label references, named as <see cref="Table"/>; null if there is none.
    /// </summary>
    public string? ReferencedTable => Referenced?.ToString();

    internal TableName? Referenced { get; init; }

    /// <summary>The type or definition in the snapshot; null if the problem is not about types.</summary>
    public string? InSnapshot { get; init; }

    /// <summary>The type or definition in the target; null if the problem is not about types.</summary>
    public string? InTarget { get; init; }

    /// <summary>The number of rows or columns that the problem is about; 0 for a single one.</summary>
    public long Count { get; init; }

    /// <summary>The number of further rows with the same problem that are not listed.</summary>
    public long More { get; init; }

    /// <summary>Whether there may be more than <see cref="More"/>, because counting was stopped.</summary>
    public bool MayBeMore { get; init; }

    /// <summary>Further facts, such as the server's message, without values of rows; null if there are none.</summary>
    public string? Detail { get; init; }

    /// <summary>Makes this the last problem of its kind that is listed.</summary>
    internal RowProblem And(long more, bool orMore = false) => this with { More = more, MayBeMore = orMore };

    /// <summary>The sentence of <see cref="ToString"/> without the table's name.</summary>
    public string Reason => RowProblemText.Reason(this).ToString();

    /// <summary>One sentence that names file, line, table and column.</summary>
    public override string ToString() => RowProblemText.Of(this).ToString();
}
