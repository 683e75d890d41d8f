using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A table, or the root of a partitioned table; partitions are not tables of their own here.</summary>
/// <param name="Name">The table's name.</param>
internal sealed record Table(TableName Name)
{
    /// <summary>All columns in the table's order, including generated ones.</summary>
    public ImmutableArray<Column> Columns { get; init; } = [];

    /// <summary>The domains and composite types of the stored columns, by name.</summary>
    public ImmutableArray<TypeDefinition> Types { get; init; } = [];

    /// <summary>The unique keys: the primary key first, then by name.</summary>
    public ImmutableArray<UniqueKey> Keys { get; init; } = [];

    /// <summary>
    /// The columns of the B-tree indexes that cover all rows, including those of keys, by the names of the indexes.
    /// </summary>
    internal ImmutableArray<ImmutableArray<string>> Indexes { get; init; } = [];

    /// <summary>The foreign keys that the table declares, by name.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The sequences that feed the columns, by name.</summary>
    public ImmutableArray<Sequence> Sequences { get; init; } = [];

    /// <summary>
    /// Whether it is the root of a partitioned table, or an extension keeps its rows in tables that inherit from it.
    /// Its rows are read and written through the table itself.
    /// </summary>
    public bool IsPartitioned { get; init; }

    /// <summary>
    /// The access method, if the rows may have no fixed places as in PostgreSQL's own heap; else null. Such rows are
    /// identified by the key.
    /// </summary>
    internal string? Storage { get; init; }

    /// <summary>Whether the rows are on other servers (Citus).</summary>
    internal bool IsDistributed { get; init; }

    /// <summary>
    /// For a configuration table of an extension: which rows users added, as SQL, empty for all; else null. The other
    /// rows come with the extension.
    /// </summary>
    internal string? AddedRows { get; init; }

    /// <summary>The foreign keys to tables of extensions, whose rows no snapshot has.</summary>
    internal ImmutableArray<ForeignKey> ReferencesIntoExtensions { get; init; } = [];

    /// <summary>
    /// The tables that it inherits from, not as a partition. A plain SELECT on those returns its rows, too.
    /// </summary>
    internal ImmutableArray<TableName> Parents { get; init; } = [];

    /// <summary>The partitions, at any depth, that are foreign tables. Their rows are on other servers.</summary>
    internal ImmutableArray<ForeignPartition> ForeignPartitions { get; init; } = [];

    /// <summary>Whether the role may read every column.</summary>
    public bool CanSelect { get; init; } = true;

    /// <summary>Whether the role may insert rows.</summary>
    public bool CanInsert { get; init; } = true;

    /// <summary>Whether the role may read at least one column.</summary>
    internal bool CanSelectSome { get; init; } = true;

    /// <summary>
    /// Whether row level security may hide rows from the role. It does not for BYPASSRLS, nor for the owner unless it
    /// is forced.
    /// </summary>
    internal bool HasRowSecurity { get; init; }

    /// <summary>
    /// Whether it or a partition is unlogged and the server is a standby, which has none of its rows.
    /// </summary>
    internal bool IsNotOnStandby { get; init; }

    /// <summary>
    /// Whether TRUNCATE may empty it: the role has the privilege, and no table of an extension references it.
    /// </summary>
    internal bool CanTruncate { get; init; } = true;

    /// <summary>
    /// Whether INSERT may have ON CONFLICT. PostgreSQL refuses it on a table with a deferrable unique or exclusion
    /// constraint, or with INSERT or UPDATE rules, even for rows that do not conflict.
    /// </summary>
    internal bool AllowsOnConflict { get; init; } = true;

    /// <summary>Whether it has INSERT rules, which PostgreSQL runs only for an INSERT outside WITH.</summary>
    internal bool HasInsertRules { get; init; }

    /// <summary>Whether it has UPDATE rules, which replace an UPDATE.</summary>
    internal bool HasUpdateRules { get; init; }

    /// <summary>Whether the role may update every column.</summary>
    internal bool CanUpdate { get; init; } = true;

    /// <summary>Whether the role is the owner or a member of the owner.</summary>
    internal bool IsOwned { get; init; } = true;

    /// <summary>Whether an INSERT fires triggers.</summary>
    internal bool HasInsertTriggers { get; init; }

    /// <summary>
    /// The pages of the rows at the last ANALYZE, without large values (TOAST); null if unknown, and for partitioned
    /// tables.
    /// </summary>
    internal int? Pages { get; init; }

    /// <summary>
    /// About the number of rows at the last ANALYZE; null if unknown. The choice of rows never depends on it.
    /// </summary>
    internal long? EstimatedRows { get; init; }

    /// <summary>
    /// Conditions on the table's columns, as SQL. Rows that fail one do not count as rows of the table.
    /// </summary>
    internal ImmutableArray<string> Conditions { get; init; } = [];

    internal ImmutableArray<CheckConstraint> Checks { get; init; } = [];

    /// <summary>
    /// The columns of a snapshot's file: all except generated and skipped ones, in the table's order, so that a plain
    /// COPY loads it.
    /// </summary>
    public IEnumerable<Column> StoredColumns =>
        Columns.Where(column => column is { IsGenerated: false, IsSkipped: false });

    /// <summary>
    /// The key that identifies rows: the primary key, else the first unique key whose columns are all stored and NOT
    /// NULL; null if there is none.
    /// </summary>
    public UniqueKey? RowKey => Keys.FirstOrDefault(key => key.Columns.All(IsStoredAndNotNull));

    /// <exception cref="KeyNotFoundException">The column does not exist.</exception>
    public Column Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new KeyNotFoundException($"Table {Name} has no column {name}.");

    /// <summary>Whether an index finds the rows with given values in some columns.</summary>
    internal bool HasIndexOn(IReadOnlyCollection<string> columns) => Indexes.Any(index => Leads(index, columns));

    /// <summary>Whether an index finds the rows that reference a given row.</summary>
    internal bool LeadsToChildren(ForeignKey key) => !key.IsTemporal && HasIndexOn(key.Columns);

    /// <summary>Whether the first columns of an index are the given ones, in any order.</summary>
    internal static bool Leads(ImmutableArray<string> index, IReadOnlyCollection<string> columns) =>
        index.Length >= columns.Count && index[..columns.Count].All(columns.Contains);

    private bool IsStoredAndNotNull(string name) => Column(name) is { IsNullable: false, IsGenerated: false };
}
