using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A table, a partitioned table with its partitions, or one of these if the user names it.</summary>
internal sealed record Table(TableName Name)
{
    /// <summary>In the table's order, with generated ones.</summary>
    public ImmutableArray<Column> Columns { get; init; } = [];

    /// <summary>Of the stored columns, by name.</summary>
    public ImmutableArray<TypeDefinition> Types { get; init; } = [];

    /// <summary>The primary key first, then by name.</summary>
    public ImmutableArray<UniqueKey> Keys { get; init; } = [];

    /// <summary>Of B-tree indexes that cover all rows, those of keys among them, by name.</summary>
    internal ImmutableArray<ImmutableArray<string>> Indexes { get; init; } = [];

    /// <summary>Those that the table declares, by name.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>Those that feed its columns, by name.</summary>
    public ImmutableArray<Sequence> Sequences { get; init; } = [];

    /// <summary>Its rows are in partitions, or an extension's tables; they are read and written through it.</summary>
    public bool IsPartitioned { get; init; }

    /// <summary>Null for heap. Other access methods may give rows no fixed places: the key identifies them.</summary>
    internal string? Storage { get; init; }

    /// <summary>Its rows are on other servers (Citus).</summary>
    internal bool IsDistributed { get; init; }

    /// <summary>The rows that users added to an extension's table, as SQL, empty for all; else null.</summary>
    internal string? AddedRows { get; init; }

    /// <summary>Those to tables of extensions, whose rows no snapshot has.</summary>
    internal ImmutableArray<ForeignKey> ReferencesIntoExtensions { get; init; } = [];

    /// <summary>Not as a partition. A plain SELECT on these returns its rows, too.</summary>
    internal ImmutableArray<TableName> Parents { get; init; } = [];

    /// <summary>Foreign tables, at any depth. Their rows are on other servers.</summary>
    internal ImmutableArray<ForeignPartition> ForeignPartitions { get; init; } = [];

    /// <summary>The partitions at any depth, in the order of their bounds.</summary>
    internal ImmutableArray<Partition> Partitions { get; init; } = [];

    /// <summary>The partitioned table that it is a partition of; null for a table of its own.</summary>
    internal TableName? Root { get; init; }

    /// <summary>The table in statements, if it is another one than the name says; else null.</summary>
    internal TableName? Through { get; init; }

    /// <summary>The table in statements.</summary>
    internal TableName Relation => Through ?? Name;

    /// <summary>Whether the role may read every column.</summary>
    public bool CanSelect { get; init; } = true;

    public bool CanInsert { get; init; } = true;

    /// <summary>Whether the role may read at least one column.</summary>
    internal bool CanSelectSome { get; init; } = true;

    /// <summary>Whether it may hide rows: not under BYPASSRLS, nor from the owner unless it is forced.</summary>
    internal bool HasRowSecurity { get; init; }

    /// <summary>It or a partition is unlogged, and the server a standby, which has none of its rows.</summary>
    internal bool IsNotOnStandby { get; init; }

    /// <summary>The role has the privilege, and no table of an extension references it.</summary>
    internal bool CanTruncate { get; init; } = true;

    /// <summary>Not with a deferrable unique or exclusion constraint, nor with INSERT or UPDATE rules.</summary>
    internal bool AllowsOnConflict { get; init; } = true;

    /// <summary>PostgreSQL runs them only for an INSERT outside WITH.</summary>
    internal bool HasInsertRules { get; init; }

    /// <summary>They replace an UPDATE.</summary>
    internal bool HasUpdateRules { get; init; }

    /// <summary>Whether the role may update every column.</summary>
    internal bool CanUpdate { get; init; } = true;

    /// <summary>Whether the role is the owner or a member of the owner.</summary>
    internal bool IsOwned { get; init; } = true;

    internal bool HasInsertTriggers { get; init; }

    /// <summary>Whether an UPDATE fires triggers.</summary>
    internal bool HasUpdateTriggers { get; init; }

    /// <summary>At the last ANALYZE, without TOAST; null if unknown, and for partitioned tables.</summary>
    internal int? Pages { get; init; }

    /// <summary>At the last ANALYZE; null if unknown. The choice of rows never depends on it.</summary>
    internal long? EstimatedRows { get; init; }

    /// <summary>As SQL. Rows that fail one do not count as rows of the table.</summary>
    internal ImmutableArray<string> Conditions { get; init; } = [];

    internal ImmutableArray<CheckConstraint> Checks { get; init; } = [];

    /// <summary>The columns of a snapshot's file, in the table's order, so that a plain COPY loads it.</summary>
    public IEnumerable<Column> StoredColumns =>
        Columns.Where(column => column is { IsGenerated: false, IsSkipped: false });

    /// <summary>The primary key, else the first unique key whose columns are all stored and NOT NULL.</summary>
    public UniqueKey? RowKey => Keys.FirstOrDefault(key => key.Columns.All(IsStoredAndNotNull));

    /// <summary>Whether a key has a column that accepts NULL, so that it does not tell all rows apart.</summary>
    internal bool HasNullable(UniqueKey key) => key.Columns.Any(name => Column(name).IsNullable);

    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
    public Column Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new KeyNotFoundException($"Table {Name} has no column {name}.");

    internal bool HasIndexOn(IReadOnlyCollection<string> columns) => Indexes.Any(index => Leads(index, columns));

    /// <summary>Whether an index finds the rows that reference a given row.</summary>
    internal bool LeadsToChildren(ForeignKey key) => !key.IsTemporal && HasIndexOn(key.Columns);

    /// <summary>Its first columns are the given ones, in any order.</summary>
    internal static bool Leads(ImmutableArray<string> index, IReadOnlyCollection<string> columns) =>
        index.Length >= columns.Count && index[..columns.Count].All(columns.Contains);

    private bool IsStoredAndNotNull(string name) => Column(name) is { IsNullable: false, IsGenerated: false };
}
