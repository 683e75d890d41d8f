using System.Collections.Immutable;
using SnapshotSeed.Catalog;
using SnapshotSeed.Graph;
using SnapshotSeed.Snapshots;

namespace SnapshotSeed.Loading;

/// <summary>
/// One operation of a load plan. The closed set: <see cref="EmptyTables"/>, <see cref="LoadTables"/>, <see
/// cref="AdvanceSequences"/>.
/// </summary>
public abstract record LoadOperation;

/// <summary>Empties the tables that are loaded, the referencing ones first.</summary>
/// <param name="Components">What to empty, in order.</param>
/// <param name="ByTruncate">
/// Whether one TRUNCATE may do it; else DELETE, because a table that is not loaded references one that is, or for want
/// of the privilege.
/// </param>
/// <param name="ReferencedFrom">
/// The foreign keys of other tables into these, with their tables: no row may use them.
/// </param>
public sealed record EmptyTables(
    ImmutableArray<Component> Components,
    bool ByTruncate,
    ImmutableArray<(ForeignKey Key, Table Table)> ReferencedFrom
) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() => $"empty     {string.Join(", ", Components)}";
}

/// <summary>Inserts what is missing into one table, or into all tables of a cycle, by one statement.</summary>
/// <param name="Component">The table or cycle.</param>
/// <param name="Tables">How each of its tables is loaded.</param>
public sealed record LoadTables(Component Component, ImmutableArray<TableLoad> Tables) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"load      {Component}: {string.Join(", ", Tables.Select(table => table.ToString()))}{(Tables.Length > 1 ? ", in one statement" : "")}";
}

/// <summary>Moves sequences past the largest value of their column, never back.</summary>
/// <param name="Sequences">The sequences.</param>
public sealed record AdvanceSequences(ImmutableArray<Sequence> Sequences) : LoadOperation
{
    /// <inheritdoc/>
    public override string ToString() => $"advance   {string.Join(", ", Sequences.Select(sequence => sequence.Name))}";
}

/// <summary>How the rows of one file get into one table.</summary>
/// <param name="Table">The table in the target.</param>
/// <param name="Columns">The target's columns, in the order of the file's.</param>
/// <param name="RowKey">The key that tells whether a row is there; null: the whole row, counted.</param>
/// <param name="IsStaged">Whether the file goes through a temporary table; else the rows travel as parameters.</param>
public sealed record TableLoad(Table Table, ImmutableArray<Column> Columns, UniqueKey? RowKey, bool IsStaged)
{
    /// <summary>The file.</summary>
    internal SnapshotTable Source { get; init; } = null!;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Source.Content.Rows} rows of {Source.Manifest.File} by {(RowKey is null ? "whole rows" : string.Join(", ", RowKey.Columns))}{(IsStaged ? ", staged" : "")}";
}

/// <summary>What an import will do, decided before the first write.</summary>
/// <param name="Operations">The operations, in order.</param>
public sealed record LoadPlan(ImmutableArray<LoadOperation> Operations)
{
    /// <summary>The tables of the snapshot that are not to be loaded.</summary>
    internal ImmutableHashSet<TableName> LeftOut { get; init; } = [];

    /// <summary>Every table that is loaded, in load order.</summary>
    public IEnumerable<TableLoad> Tables => Operations.OfType<LoadTables>().SelectMany(load => load.Tables);

    /// <summary>The plan as text, an operation a line.</summary>
    public override string ToString() =>
        string.Join('\n', Operations.Select((operation, i) => $"{i + 1, 3}. {operation}"));
}
