using System.Collections.Immutable;
using SnapshotSeed.Sampling;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>A database: its tables with their rows, and what is exported of it.</summary>
internal sealed record Database(ImmutableArray<Table> Tables, ImmutableArray<Sequence> Sequences, ExportOptions Options)
{
    public Table this[int id] => Tables.Single(table => table.Id == id);

    /// <summary>The references with their tables.</summary>
    public IEnumerable<(Table Table, Reference Reference)> References =>
        Tables.SelectMany(table => table.References.Select(reference => (table, reference)));

    public Database With(Table table) =>
        this with
        {
            Tables = [.. Tables.Select(other => other.Id == table.Id ? table : other)],
        };

    /// <summary>The tables from which one leads back to itself over another.</summary>
    public IEnumerable<Table> InCycles() =>
        Tables.Where(table =>
            table.References.Any(reference => reference.Target != table.Id && Leads(reference.Target, table.Id))
        );

    /// <summary>Whether references lead from one table to another.</summary>
    public bool Leads(int from, int to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var id))
        {
            foreach (var target in this[id].References.Select(reference => reference.Target).Where(seen.Add))
                open.Push(target);
        }

        return seen.Contains(to);
    }
}

/// <summary>A sequence that columns name in their default.</summary>
internal sealed record Sequence(string Schema, string Name, bool IsDescending);

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

/// <summary>Where a column's value comes from when none is given.</summary>
internal enum ColumnSource
{
    None,
    IdentityAlways,
    IdentityByDefault,

    /// <summary>A sequence that the column owns.</summary>
    Serial,

    /// <summary>A sequence that a default merely names.</summary>
    Default,
}

/// <summary>A column: one of a key type or one of a payload type.</summary>
internal sealed record Column(string Name)
{
    public KeyType? KeyType { get; init; }

    public PayloadType? Payload { get; init; }

    public bool IsNotNull { get; init; }

    public ColumnSource Source { get; init; }

    /// <summary>
    /// The sequence behind <see cref="ColumnSource.Serial"/> and <see cref="ColumnSource.Default"/>, and the order of
    /// an identity.
    /// </summary>
    public Sequence? Sequence { get; init; }

    /// <summary>The column whose value this generated one has.</summary>
    public string? CopyOf { get; init; }

    /// <summary>The expression of a generated column that is part of no key.</summary>
    public string? Computed { get; init; }

    /// <summary>
    /// The number of the value in a row's place in the table; null where the row's reference says it.
    /// </summary>
    public Numbering? Numbering { get; init; }

    public bool IsGenerated => CopyOf is not null || Computed is not null;

    public string TypeOn(Server server) => KeyType?.On(server).Sql ?? Payload?.On(server) ?? "text";
}

/// <summary>The number of a value from the number of its row.</summary>
internal readonly record struct Numbering(int Divisor, int Modulus, int Factor = 1)
{
    public int Of(int row) => row * Factor % KeyTypes.Values / Divisor % Modulus;
}

internal enum KeyForm
{
    Primary,
    Constraint,
    Index,
}

/// <summary>A unique key. Rows may be referenced through it unless it is deferrable.</summary>
internal sealed record UniqueKey(string Name, KeyForm Form, ImmutableArray<string> Columns)
{
    public bool IsDeferrable { get; init; }

    public bool NullsNotDistinct { get; init; }

    public string? Include { get; init; }
}

internal enum ExtraKind
{
    ExclusionByEquality,
    DeferrableExclusion,
    ExclusionOfRanges,
    PartialIndex,
    ExpressionIndex,
    InsertRule,
    Trigger,
}

/// <summary>What else a table can have: a constraint or index on a column, a rule, a trigger.</summary>
internal sealed record Extra(ExtraKind Kind, string? Column = null);

/// <summary>Which row of the referenced table a row takes.</summary>
internal enum Aim
{
    Any,

    /// <summary>The last ones, which a sample of the first ones does not have.</summary>
    Last,

    /// <summary>All the same one.</summary>
    Hub,

    /// <summary>The one with the next number, around to the first.</summary>
    Next,
}

/// <summary>A foreign key, as pairs of a referencing and a referenced column in the order of its definition.</summary>
internal sealed record Reference(
    string Name,
    ImmutableArray<(string Column, string Referenced)> Pairs,
    int Target,
    string Key
)
{
    public bool IsNullable { get; init; }

    public bool IsMatchFull { get; init; }

    public bool IsDeferrable { get; init; }

    public bool IsNotValid { get; init; }

    /// <summary>Whether rows point nowhere, which a key that is not valid allows.</summary>
    public bool Dangles { get; init; }

    public Aim Aim { get; init; }

    /// <summary>The partition that alone declares it.</summary>
    public string? OnlyIn { get; init; }
}

/// <summary>How a table is partitioned.</summary>
internal sealed record Partitioning(string Method, string Column, ImmutableArray<Partition> Partitions);

/// <summary>A partition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bound">What follows the name of the root; ValueOf(n) stands for the value of a number.</param>
internal sealed record Partition(string Name, string Bound)
{
    /// <summary>The numbers of the partitioning column that it holds, where that is known.</summary>
    public ImmutableArray<int> Numbers { get; init; } = [];

    /// <summary>Whether it was a table of its own, with the columns in another order.</summary>
    public bool IsAttached { get; init; }

    /// <summary>The column by whose hash it is partitioned again.</summary>
    public string? SplitBy { get; init; }
}

/// <summary>
/// A row: its number in its table, a cell for each column that is not generated, the number of the row that each
/// reference points at.
/// </summary>
internal sealed record Row(
    int Number,
    ImmutableDictionary<string, Cell> Cells,
    ImmutableDictionary<string, int> Targets
);

/// <summary>A value: the number and spelling of a key's value, or a text, or neither: NULL.</summary>
internal readonly record struct Cell(int? Number, int Spelling = 0, string? Text = null)
{
    public static readonly Cell Null = new(null);
}
