using System.Collections.Immutable;
using SnapshotSeed.Catalog;

namespace SnapshotSeed.Loading;

/// <summary>What an import will do, decided before the first write.</summary>
/// <param name="Operations">The operations, in order.</param>
public sealed record LoadPlan(ImmutableArray<LoadOperation> Operations)
{
    /// <summary>The tables of the snapshot that are not to be loaded.</summary>
    internal ImmutableHashSet<TableName> LeftOut { get; init; } = [];

    /// <summary>Whether the snapshot has a manifest.</summary>
    internal bool HasManifest { get; init; } = true;

    /// <summary>How the rows of tables compare with the target's, where that is known.</summary>
    internal IReadOnlyDictionary<TableName, RowMatch> Known { get; init; } = new Dictionary<TableName, RowMatch>();

    /// <summary>Every table that is loaded, in load order.</summary>
    public IEnumerable<TableLoad> Tables => Operations.OfType<InsertRows>().SelectMany(insert => insert.Tables);

    /// <summary>How a table is loaded.</summary>
    internal TableLoad this[TableName table] => Tables.First(load => load.Table.Name == table);

    /// <summary>The plan as text, an operation a line.</summary>
    public override string ToString() =>
        string.Join('\n', Operations.Select((operation, i) => $"{i + 1, 3}. {operation}"));
}
