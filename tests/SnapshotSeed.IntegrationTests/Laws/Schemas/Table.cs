using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A table. Its id stays what it is when others are taken away.</summary>
internal sealed record Table(int Id, string Schema, string Name)
{
    /// <summary>In the order of the table's definition, those inherited first.</summary>
    public ImmutableArray<Column> Columns { get; init; } = [];

    /// <summary>The key that its rows are numbered by comes first.</summary>
    public ImmutableArray<UniqueKey> Keys { get; init; } = [];

    public ImmutableArray<Reference> References { get; init; } = [];

    public ImmutableArray<Extra> Extras { get; init; } = [];

    public Partitioning? Partitioning { get; init; }

    /// <summary>The table whose columns it inherits.</summary>
    public int? Inherits { get; init; }

    public bool IsUnlogged { get; init; }

    public ImmutableArray<Row> Rows { get; init; } = [];

    public Column Column(string name) => Columns.Single(column => column.Name == name);

    public UniqueKey Key(string name) => Keys.Single(key => key.Name == name);

    /// <summary>
    /// The number of a row's value in a column of a key, or null where that is NULL. A generated column has the value
    /// of the one it copies.
    /// </summary>
    public int? Number(Row row, string column) => row.Cells[Column(column).CopyOf ?? column].Number;
}
