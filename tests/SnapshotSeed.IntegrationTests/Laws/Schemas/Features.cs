namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>What random databases are to have, each as a question about a table of one.</summary>
internal static class Features
{
    private static readonly Dictionary<string, Func<Database, Table, bool>> ByName = new(StringComparer.Ordinal)
    {
        ["a table name that needs quotes"] = (_, table) =>
            table.Name.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')),
        ["column names that need quotes"] = (_, table) =>
            table.Columns.Any(column => column.Name.Any(c => c is '"' or '\\' or '%' or '$' or '\n')),
        ["names that differ only by case"] = (database, table) =>
            database.Tables.Any(other =>
                other != table
                && other.Schema == table.Schema
                && string.Equals(other.Name, table.Name, StringComparison.OrdinalIgnoreCase)
            ),
        ["names that differ only by normalization"] = (database, table) =>
            table.Name == "cafe\u0301" && database.Tables.Any(other => other.Name == "caf\u00e9"),
        ["one name in two schemas"] = (database, table) =>
            database.Tables.Any(other => other != table && other.Name == table.Name),
        ["a.b c beside a b.c"] = (database, table) =>
            table.Schema == "a.b"
            && table.Name == "c"
            && database.Tables.Any(other => other is { Schema: "a", Name: "b.c" }),
        ["a name of 63 bytes"] = (_, table) => table.Name.Length == 63 || table.Schema.Length == 63,
        ["a primary key"] = (_, table) => table.Keys.Any(key => key.Form == KeyForm.Primary),
        ["a unique constraint as target"] = Referenced(key => key.Form == KeyForm.Constraint),
        ["a bare unique index as target"] = Referenced(key => key.Form == KeyForm.Index),
        ["a nullable key as target"] = (database, table) =>
            ReferencedKeys(database, table).Any(key => key.Columns.Any(name => !table.Column(name).IsNotNull)),
        ["a generated column as target"] = (database, table) =>
            ReferencedKeys(database, table).Any(key => key.Columns.Any(name => table.Column(name).CopyOf is not null)),
        ["a generated column as source"] = References(
            (table, reference) => reference.Pairs.Any(pair => table.Column(pair.Column).CopyOf is not null)
        ),
        ["another generated column"] = (_, table) => table.Columns.Any(column => column.Computed is not null),
        ["only a nullable key"] = (_, table) =>
            table.Keys is [{ Columns: [var name] }] && !table.Column(name).IsNotNull,
        ["INCLUDE"] = (_, table) => table.Keys.Any(key => key.Include is not null),
        ["a deferrable primary key"] = (_, table) =>
            table.Keys.Any(key => key is { IsDeferrable: true, Form: KeyForm.Primary }),
        ["a deferrable unique constraint"] = (_, table) =>
            table.Keys.Any(key => key is { IsDeferrable: true, Form: KeyForm.Constraint }),
        ["NULLS NOT DISTINCT"] = (_, table) =>
            table.Keys.Any(key => key.NullsNotDistinct && key.Columns.Any(name => !table.Column(name).IsNotNull)),
        ["MATCH FULL over two columns"] = References(
            (_, reference) => reference is { IsMatchFull: true, IsNullable: true, Pairs.Length: > 1 }
        ),
        ["half a NULL"] = References(
            (table, reference) =>
                table.Rows.Any(row =>
                    reference.Pairs.Any(pair => table.Number(row, pair.Column) is null)
                    && reference.Pairs.Any(pair => table.Number(row, pair.Column) is not null)
                )
        ),
        ["one column in two references"] = References(
            (table, reference) =>
                table.References.Any(other =>
                    other != reference && other.Pairs.Any(pair => reference.Pairs.Any(own => own.Column == pair.Column))
                )
        ),
        ["a composite key in another order"] = References(
            (database, table, reference) =>
                !reference
                    .Pairs.Select(pair => pair.Referenced)
                    .SequenceEqual(
                        database[reference.Target]
                            .Columns.Select(column => column.Name)
                            .Where(name => reference.Pairs.Any(pair => pair.Referenced == name))
                    )
        ),
        ["two references to two keys of a table"] = References(
            (table, reference) =>
                table.References.Any(other => other.Target == reference.Target && other.Key != reference.Key)
        ),
        ["a reference of another type"] = References(
            (database, table, reference) =>
                reference.Pairs.Any(pair =>
                    table.Column(pair.Column).KeyType != database[reference.Target].Column(pair.Referenced).KeyType
                )
        ),
        ["equal keys spelt differently"] = References(
            (table, reference) => reference.Pairs.Any(pair => table.Column(pair.Column).KeyType!.IsSpeltDifferently)
        ),
        ["a nondeterministic collation"] = (_, table) =>
            table.Columns.Any(column => column.KeyType?.Sql.Contains("caseless", StringComparison.Ordinal) == true),
        ["citext"] = (_, table) =>
            table.Columns.Any(column => column.KeyType?.Sql.Contains("citext", StringComparison.Ordinal) == true),
        ["NOT VALID without dangling rows"] = References(
            (_, reference) => reference is { IsNotValid: true, Dangles: false }
        ),
        ["NOT VALID with dangling rows"] = References(
            (table, reference) =>
                reference.Dangles
                && table.Rows.Any(row =>
                    !row.Targets.ContainsKey(reference.Name)
                    && reference.Pairs.All(pair => table.Number(row, pair.Column) is not null)
                )
        ),
        ["a deferrable foreign key"] = References((_, reference) => reference.IsDeferrable),
        ["a reference in a part of the key"] = References(
            (table, reference) =>
                !reference.IsNullable
                && table.Keys is [{ Columns.Length: 2 } key, ..]
                && reference.Pairs is [var (column, _)]
                && key.Columns.Contains(column)
        ),
        ["a row for a row"] = References(
            (table, reference) =>
                !reference.IsNullable
                && table.Keys is [{ Columns: [var name] }, ..]
                && reference.Pairs is [var (column, _)]
                && name == column
        ),
        ["a self-reference"] = References((table, reference) => reference.Target == table.Id),
        ["a self-reference that is NOT NULL"] = References(
            (table, reference) => reference.Target == table.Id && !reference.IsNullable
        ),
        ["a hub"] = References(
            (table, reference) => table.Rows.Count(row => row.Targets.GetValueOrDefault(reference.Name, -1) == 0) > 10
        ),
        ["a cycle of two"] = (database, table) => Cycle(database, table) == 2,
        ["a cycle of three or more"] = (database, table) => Cycle(database, table) > 2,
        ["a cycle that is NOT NULL"] = (database, table) => Cycle(WithoutNullable(database), table) > 1,
        ["a self-reference within a cycle"] = (database, table) =>
            Cycle(database, table) > 1 && table.References.Any(reference => reference.Target == table.Id),
        ["several cycles through a table"] = (database, table) =>
            table
                .References.Select(reference => reference.Target)
                .Distinct()
                .Count(target => target != table.Id && database.Leads(target, table.Id)) > 1,
        ["a table without a key, with duplicates"] = (_, table) =>
            table.Keys.IsEmpty
            && table.Columns.Length > 0
            && table
                .Rows.Select(row =>
                    string.Join(
                        '|',
                        table.Columns.Where(column => !column.IsGenerated).Select(column => row.Cells[column.Name])
                    )
                )
                .Distinct()
                .Count() < table.Rows.Length,
        ["a table of one column"] = (_, table) => table.Columns.Length == 1,
        ["a table without columns"] = (_, table) => table.Columns.IsEmpty,
        ["an unlogged table"] = (_, table) => table.IsUnlogged,
        ["inheritance"] = (_, table) => table.Inherits is not null,
        ["partitions by range"] = (_, table) => table.Partitioning?.Method == "RANGE",
        ["partitions by hash"] = (_, table) => table.Partitioning?.Method == "HASH",
        ["partitions by list"] = (_, table) => table.Partitioning?.Method == "LIST",
        ["partitions of partitions"] = (_, table) =>
            table.Partitioning?.Partitions.Any(partition => partition.SplitBy is not null) == true,
        ["a partition in another column order"] = (_, table) =>
            table.Partitioning?.Partitions.Any(partition => partition.IsAttached) == true,
        ["a reference to a partitioned table"] = (database, table) =>
            table.Partitioning is not null && ReferencedKeys(database, table).Any(),
        ["a reference from a partitioned table"] = References(
            (table, reference) => table.Partitioning is not null && reference.OnlyIn is null
        ),
        ["a reference from one leaf"] = References(
            (table, reference) =>
                table.Partitioning?.Partitions.Any(partition =>
                    partition.Name == reference.OnlyIn && partition.SplitBy is null
                ) == true
        ),
        ["a reference from a partition with partitions"] = References(
            (table, reference) =>
                table.Partitioning?.Partitions.Any(partition =>
                    partition.Name == reference.OnlyIn && partition.SplitBy is not null
                ) == true
        ),
        ["identity ALWAYS"] = Source(ColumnSource.IdentityAlways),
        ["identity BY DEFAULT"] = Source(ColumnSource.IdentityByDefault),
        ["an owned sequence"] = Source(ColumnSource.Serial),
        ["an unowned sequence"] = Source(ColumnSource.Default),
        ["a shared sequence"] = (database, table) =>
            table.Columns.Any(column =>
                column.Source == ColumnSource.Default
                && database.Tables.Any(other =>
                    other != table
                    && other.Columns.Any(same =>
                        same.Source == ColumnSource.Default && same.Sequence == column.Sequence
                    )
                )
            ),
        ["a descending sequence"] = (_, table) =>
            table.Columns.Any(column => column.Sequence is { IsDescending: true }),
    };

    /// <summary>All names, of these and of every kind of extra, key type and payload type.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. ByName.Keys,
        .. Enum.GetNames<ExtraKind>(),
        .. KeyTypes.All.Select(type => $"key {type.Sql}").Distinct(),
        .. PayloadTypes.All.Select(type => $"value {type.Sql}").Distinct(),
    ];

    /// <summary>The names of what a table has.</summary>
    public static IEnumerable<string> Of(Database database, Table table) =>
        [
            .. ByName.Where(feature => feature.Value(database, table)).Select(feature => feature.Key),
            .. table.Extras.Select(extra => extra.Kind.ToString()).Distinct(),
            .. table
                .Keys.SelectMany(key => key.Columns)
                .Select(name => $"key {table.Column(name).KeyType!.Sql}")
                .Distinct(),
            .. table
                .Columns.Select(column => column.Payload?.Sql)
                .OfType<string>()
                .Distinct()
                .Select(sql => $"value {sql}"),
        ];

    private static IEnumerable<UniqueKey> ReferencedKeys(Database database, Table table) =>
        database
            .References.Where(pair => pair.Reference.Target == table.Id)
            .Select(pair => table.Key(pair.Reference.Key));

    private static Func<Database, Table, bool> Referenced(Func<UniqueKey, bool> holds) =>
        (database, table) => ReferencedKeys(database, table).Any(holds);

    private static Func<Database, Table, bool> References(Func<Database, Table, Reference, bool> holds) =>
        (database, table) => table.References.Any(reference => holds(database, table, reference));

    private static Func<Database, Table, bool> References(Func<Table, Reference, bool> holds) =>
        References((_, table, reference) => holds(table, reference));

    private static Func<Database, Table, bool> Source(ColumnSource source) =>
        (_, table) => table.Columns.Any(column => column.Source == source);

    /// <summary>How many tables refer to each other around this one, itself included.</summary>
    private static int Cycle(Database database, Table table) =>
        database.Tables.Count(other =>
            other.Id == table.Id || (database.Leads(table.Id, other.Id) && database.Leads(other.Id, table.Id))
        );

    private static Database WithoutNullable(Database database) =>
        database with
        {
            Tables =
            [
                .. database.Tables.Select(table =>
                    table with
                    {
                        References = [.. table.References.Where(reference => !reference.IsNullable)],
                    }
                ),
            ],
        };
}
