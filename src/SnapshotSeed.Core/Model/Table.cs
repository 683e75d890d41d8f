using System.Collections.Immutable;

namespace SnapshotSeed.Model;

/// <summary>A table, or the root of a partitioned table (whose partitions are no tables of their own here).</summary>
/// <param name="Name">Its name.</param>
internal sealed record Table(TableName Name)
{
    /// <summary>All columns in the table's own order, generated ones included.</summary>
    public ImmutableArray<Column> Columns { get; init; } = [];

    /// <summary>The domains and composite types that its stored columns consist of, by name.</summary>
    public ImmutableArray<TypeDefinition> Types { get; init; } = [];

    /// <summary>Its unique keys: the primary key first, then by name.</summary>
    public ImmutableArray<UniqueKey> Keys { get; init; } = [];

    /// <summary>The columns of its B-tree indexes that cover all rows, those of keys included, by the indexes' names.</summary>
    internal ImmutableArray<ImmutableArray<string>> Indexes { get; init; } = [];

    /// <summary>The foreign keys that it declares, by name.</summary>
    public ImmutableArray<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The sequences that feed its columns, by name.</summary>
    public ImmutableArray<Sequence> Sequences { get; init; } = [];

    /// <summary>
    /// Whether it is the root of a partitioned table, or an extension keeps its rows in tables of its own that inherit from
    /// it: then it is read and written through itself.
    /// </summary>
    public bool IsPartitioned { get; init; }

    /// <summary>
    /// What stores its rows, where that may not keep them in places as PostgreSQL's own heap does: the name of the access
    /// method. They are then told apart by the key.
    /// </summary>
    internal string? Storage { get; init; }

    /// <summary>Whether its rows live on other servers (Citus).</summary>
    internal bool IsDistributed { get; init; }

    /// <summary>
    /// Where it is a configuration table of an extension: which rows users have added, as SQL, empty for all; the others
    /// come with the extension.
    /// </summary>
    internal string? AddedRows { get; init; }

    /// <summary>The foreign keys into tables of extensions, whose rows are in no snapshot.</summary>
    internal ImmutableArray<ForeignKey> ReferencesIntoExtensions { get; init; } = [];

    /// <summary>The tables that it inherits from (not as a partition): a plain SELECT on those finds its rows, too.</summary>
    internal ImmutableArray<TableName> Parents { get; init; } = [];

    /// <summary>Its partitions, at any depth, that are foreign tables: their rows live on other servers.</summary>
    internal ImmutableArray<ForeignPartition> ForeignPartitions { get; init; } = [];

    /// <summary>Whether the connected role may read every column of it.</summary>
    public bool CanSelect { get; init; } = true;

    /// <summary>Whether the connected role may insert into it.</summary>
    public bool CanInsert { get; init; } = true;

    /// <summary>Whether the connected role may read at least some of its columns.</summary>
    internal bool CanSelectSome { get; init; } = true;

    /// <summary>
    /// Whether row level security may hide rows of it from the connected role (not so for its owner unless forced, nor
    /// under BYPASSRLS).
    /// </summary>
    internal bool HasRowSecurity { get; init; }

    /// <summary>
    /// Whether it (or a partition of it) is unlogged and the server a standby, which has none of its rows and reads
    /// none.
    /// </summary>
    internal bool IsNotOnStandby { get; init; }

    /// <summary>
    /// Whether TRUNCATE may empty it: the connected role has the privilege, and no table that is not ours references
    /// it.
    /// </summary>
    internal bool CanTruncate { get; init; } = true;

    /// <summary>
    /// Whether INSERT may carry ON CONFLICT: PostgreSQL refuses it, even for rows that do not conflict, on a table with
    /// a deferrable unique or exclusion constraint, and on one with INSERT or UPDATE rules.
    /// </summary>
    internal bool AllowsOnConflict { get; init; } = true;

    /// <summary>
    /// Whether it has INSERT rules: PostgreSQL runs those only for an INSERT that stands alone, not within WITH.
    /// </summary>
    internal bool HasInsertRules { get; init; }

    /// <summary>Whether it has UPDATE rules, which do something else in an UPDATE's place.</summary>
    internal bool HasUpdateRules { get; init; }

    /// <summary>Whether the connected role may update every column of it.</summary>
    internal bool CanUpdate { get; init; } = true;

    /// <summary>Whether the connected role is its owner, or a member of that.</summary>
    internal bool IsOwned { get; init; } = true;

    /// <summary>Whether triggers fire when a row is inserted.</summary>
    internal bool HasInsertTriggers { get; init; }

    /// <summary>
    /// How many pages its rows took at the last ANALYZE, without large values stored apart; null where that is not
    /// known, and for a partitioned table.
    /// </summary>
    internal int? Pages { get; init; }

    /// <summary>
    /// About how many rows it had at the last ANALYZE; null where that is not known. What is chosen never depends on
    /// it.
    /// </summary>
    internal long? EstimatedRows { get; init; }

    /// <summary>
    /// Conditions over its own columns, as SQL: rows that fail one do not count as rows of the table. Empty where all
    /// count.
    /// </summary>
    internal ImmutableArray<string> Conditions { get; init; } = [];

    /// <summary>The CHECK constraints, as name and SQL expression over the table's columns.</summary>
    internal ImmutableArray<CheckConstraint> Checks { get; init; } = [];

    /// <summary>
    /// The columns that a snapshot holds: all but generated and skipped ones, in the table's own order, so that a plain
    /// COPY loads the file.
    /// </summary>
    public IEnumerable<Column> StoredColumns =>
        Columns.Where(column => column is { IsGenerated: false, IsSkipped: false });

    /// <summary>
    /// The key that tells rows apart: the primary key, else the first unique key whose columns are all stored and NOT
    /// NULL. Null where there is none.
    /// </summary>
    public UniqueKey? RowKey => Keys.FirstOrDefault(key => key.Columns.All(IsStoredAndNotNull));

    /// <summary>The column of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Column Column(string name) =>
        Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new KeyNotFoundException($"Table {Name} has no column {name}.");

    /// <summary>Whether an index leads to the rows that have given values in some columns.</summary>
    internal bool HasIndexOn(IReadOnlyCollection<string> columns) => Indexes.Any(index => Leads(index, columns));

    /// <summary>Whether an index leads to the rows that reference a given one by a key.</summary>
    internal bool LeadsToChildren(ForeignKey key) => !key.IsTemporal && HasIndexOn(key.Columns);

    /// <summary>Whether this index does, by its columns.</summary>
    internal static bool Leads(ImmutableArray<string> index, IReadOnlyCollection<string> columns) =>
        index.Length >= columns.Count && index[..columns.Count].All(columns.Contains);

    private bool IsStoredAndNotNull(string name) => Column(name) is { IsNullable: false, IsGenerated: false };
}
