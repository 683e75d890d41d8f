using FsCheck;
using FsCheck.Fluent;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Tables by themselves: columns, keys, storage. References and rows come later.</summary>
internal static class TableShapes
{
    /// <summary>More than a row of a table is ever numbered.</summary>
    private const int All = KeyTypes.Values;

    private static readonly Gen<bool> Rarely = Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<bool> Sometimes = Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<bool> Either = Gen.Elements(false, true);

    public static Gen<Table> Of(int id, string schema, string name)
    {
        var table = new Table(id, schema, name);
        return from plain in Gen.Frequency(
                (3, Counted(table)),
                (5, SingleKey(table)),
                (4, CompositeKey(table)),
                (1, NullableKey(table)),
                (2, Keyless(table)),
                (2, PartitionedByHash(table)),
                (1, PartitionedByRange(table)),
                (3, PartitionedByList(table))
            )
            from payload in Payload(plain)
            from keyed in SecondKey(payload)
            from extended in Extras(keyed)
            from included in Rarely
            from unlogged in Rarely
            from whole in Gen.Frequency(
                (24, Gen.Constant(extended)),
                (1, Gen.Constant(table)),
                (1, SingleColumn(table))
            )
            select (included ? WithInclude(whole) : whole) with
            {
                IsUnlogged = unlogged && whole.Partitioning is null,
            };
    }

    /// <summary>Numbered by an identity or a sequence.</summary>
    private static Gen<Table> Counted(Table table) =>
        from source in Gen.Elements(
            ColumnSource.IdentityAlways,
            ColumnSource.IdentityByDefault,
            ColumnSource.Serial,
            ColumnSource.Default
        )
        from isDescending in Sometimes
        from type in Gen.Elements(KeyTypes.Integer, KeyTypes.BigInt)
        let sequence = new Sequence(table.Schema, $"numbers of {table.Id}", isDescending)
        select table with
        {
            Columns =
            [
                new Column("id")
                {
                    KeyType = isDescending ? KeyTypes.Falling : type,
                    IsNotNull = true,
                    Source = source,
                    Sequence = sequence,
                    Numbering = new(1, All),
                },
            ],
            Keys = [new UniqueKey("main key", KeyForm.Primary, ["id"])],
        };

    private static Gen<Table> SingleKey(Table table) =>
        from type in Gen.Elements(KeyTypes.All)
        from form in Gen.Frequency(
            (3, Gen.Constant(KeyForm.Primary)),
            (1, Gen.Constant(KeyForm.Constraint)),
            (1, Gen.Constant(KeyForm.Index))
        )
        from isDeferrable in Sometimes
        select table with
        {
            Columns =
            [
                new Column("id")
                {
                    KeyType = type,
                    IsNotNull = true,
                    Numbering = new(1, All),
                },
            ],
            Keys = [new UniqueKey("main key", form, ["id"]) { IsDeferrable = isDeferrable && form != KeyForm.Index }],
        };

    private static Gen<Table> CompositeKey(Table table) =>
        from first in Gen.Elements(KeyTypes.All)
        from second in Gen.Elements(KeyTypes.All)
        from hasThird in Sometimes
        from form in Gen.Frequency((3, Gen.Constant(KeyForm.Primary)), (1, Gen.Constant(KeyForm.Index)))
        from order in Gen.Shuffle(
            Enumerable
                .Range(0, hasThird ? 3 : 2)
                .Select(i =>
                    i == 0 ? "part"
                    : i == 1 ? "nr"
                    : "third"
                )
        )
        select table with
        {
            Columns =
            [
                new Column("part")
                {
                    KeyType = first,
                    IsNotNull = true,
                    Numbering = new(1, 3),
                },
                new Column("nr")
                {
                    KeyType = second,
                    IsNotNull = true,
                    Numbering = new(3, All),
                },
                .. hasThird
                    ?
                    [
                        new Column("third")
                        {
                            KeyType = KeyTypes.Word,
                            IsNotNull = true,
                            Numbering = new(2, All),
                        },
                    ]
                    : Array.Empty<Column>(),
            ],
            Keys = [new UniqueKey("main key", form, [.. order])],
        };

    /// <summary>
    /// Nothing but a unique key that allows NULLs: rows may be referenced through it, and be there twice without it.
    /// </summary>
    private static Gen<Table> NullableKey(Table table) =>
        from type in Gen.Elements(KeyTypes.All)
        from nullsNotDistinct in Either
        select table with
        {
            Columns = [new Column("code") { KeyType = type, Numbering = new(1, All) }],
            Keys = [new UniqueKey("main key", KeyForm.Constraint, ["code"]) { NullsNotDistinct = nullsNotDistinct }],
        };

    private static Gen<Table> Keyless(Table table) =>
        Gen.Constant(table with { Columns = [new Column("w") { Payload = PayloadTypes.Text }] });

    private static Gen<Table> SingleColumn(Table table) =>
        Gen.OneOf(
            Keyless(table),
            Gen.Constant(
                table with
                {
                    Columns =
                    [
                        new Column("w")
                        {
                            KeyType = KeyTypes.Word,
                            IsNotNull = true,
                            Numbering = new(1, All),
                        },
                    ],
                    Keys = [new UniqueKey("main key", KeyForm.Primary, ["w"])],
                }
            )
        );

    private static Gen<Table> PartitionedByHash(Table table) =>
        from keyed in SingleKey(table)
            .Where(other =>
                other.Columns[0].KeyType!.IsHashable
                && other.Keys[0].Form != KeyForm.Index
                && !other.Keys[0].IsDeferrable
            )
        from isAttached in Sometimes
        select keyed with
        {
            Partitioning = new Partitioning(
                "HASH",
                "id",
                [
                    .. Enumerable
                        .Range(0, 3)
                        .Select(i => new Partition($"t{table.Id} 1/{i}", $"FOR VALUES WITH (MODULUS 3, REMAINDER {i})")
                        {
                            IsAttached = isAttached && i == 1,
                        }),
                ]
            ),
        };

    private static Gen<Table> PartitionedByRange(Table table) =>
        Gen.Constant(
            table with
            {
                Columns =
                [
                    new Column("id")
                    {
                        KeyType = KeyTypes.Integer,
                        IsNotNull = true,
                        Numbering = new(1, All),
                    },
                ],
                Keys = [new UniqueKey("main key", KeyForm.Primary, ["id"])],
                Partitioning = new Partitioning(
                    "RANGE",
                    "id",
                    [
                        new Partition($"t{table.Id}.low", "FOR VALUES FROM (MINVALUE) TO (20)")
                        {
                            Numbers = [.. Enumerable.Range(0, 19)],
                        },
                        new Partition($"t{table.Id}.high", "FOR VALUES FROM (40) TO (1000)")
                        {
                            Numbers = [.. Enumerable.Range(39, All - 39)],
                        },
                        new Partition($"t{table.Id}.rest", "DEFAULT") { Numbers = [.. Enumerable.Range(19, 20)] },
                    ]
                ),
            }
        );

    /// <summary>
    /// By the first column of a composite key, or of none; partitions may be partitioned again, and have their columns
    /// in another order.
    /// </summary>
    private static Gen<Table> PartitionedByList(Table table) =>
        from type in Gen.Elements(KeyTypes.All.Where(type => type.IsHashable).ToArray())
        from isKeyless in Sometimes
        from split in Either
        from isAttached in Either
        select table with
        {
            Columns =
            [
                new Column("part")
                {
                    KeyType = KeyTypes.Integer,
                    IsNotNull = true,
                    Numbering = new(1, 3),
                },
                new Column("nr")
                {
                    KeyType = type,
                    IsNotNull = true,
                    Numbering = new(3, All),
                },
            ],
            Keys = isKeyless ? [] : [new UniqueKey("main key", KeyForm.Primary, ["part", "nr"])],
            Partitioning = new Partitioning(
                "LIST",
                "part",
                [
                    new Partition($"t{table.Id} one", "FOR VALUES IN (1)")
                    {
                        Numbers = [0],
                        SplitBy = split ? "nr" : null,
                    },
                    new Partition($"t{table.Id} two", "FOR VALUES IN (2)") { Numbers = [1], IsAttached = isAttached },
                    new Partition($"t{table.Id} rest", "DEFAULT") { Numbers = [2] },
                ]
            ),
        };

    private static Gen<Table> Payload(Table table) =>
        from count in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(1, 2)), (3, Gen.Choose(2, 5)))
        from types in Gen.ArrayOf(Gen.Elements(PayloadTypes.All), count)
        from notNull in Gen.ArrayOf(Sometimes, count)
        from isComputed in Sometimes
        let columns = types.Select((type, i) => new Column($"v{i}") { Payload = type, IsNotNull = notNull[i] }).ToList()
        let text = columns.FirstOrDefault(column => column.Payload == PayloadTypes.Text)
        select table with
        {
            Columns =
            [
                .. table.Columns,
                .. columns,
                .. isComputed && text is not null
                    ? [new Column("computed") { Payload = PayloadTypes.Text, Computed = text.Name }]
                    : Array.Empty<Column>(),
            ],
        };

    /// <summary>Another unique key, which may be nullable, composite, generated or deferrable.</summary>
    private static Gen<Table> SecondKey(Table table) =>
        from has in Sometimes
        from type in Gen.Elements(KeyTypes.All)
        from other in Gen.Elements(KeyTypes.All)
        from form in Gen.Elements(KeyForm.Constraint, KeyForm.Index)
        from isNullable in Either
        from nullsNotDistinct in Sometimes
        from isComposite in Sometimes
        from isGenerated in Sometimes
        from isDeferrable in Rarely
        select has && table.Partitioning is null
            ? WithSecondKey(
                table,
                type,
                other,
                form,
                isNullable,
                nullsNotDistinct,
                isComposite,
                isGenerated,
                isDeferrable
            )
            : table;

    private static Table WithSecondKey(
        Table table,
        KeyType type,
        KeyType other,
        KeyForm form,
        bool isNullable,
        bool nullsNotDistinct,
        bool isComposite,
        bool isGenerated,
        bool isDeferrable
    )
    {
        var columns = new List<Column>
        {
            new("u1")
            {
                KeyType = type,
                IsNotNull = !isNullable,
                Numbering = isComposite ? new(1, 7, 5) : new(1, All, 5),
            },
        };
        if (isComposite)
            columns.Add(
                new Column("u2")
                {
                    KeyType = other,
                    IsNotNull = true,
                    Numbering = new(7, All, 5),
                }
            );
        else if (isGenerated)
            columns.Add(columns[0] with { Name = "g", CopyOf = "u1" });
        string[] key = isComposite ? ["u2", "u1"] : [isGenerated ? "g" : "u1"];
        return table with
        {
            Columns = [.. table.Columns, .. columns],
            Keys =
            [
                .. table.Keys,
                new UniqueKey("second key", form, [.. key])
                {
                    NullsNotDistinct = nullsNotDistinct,
                    IsDeferrable = isDeferrable && form == KeyForm.Constraint,
                },
            ],
        };
    }

    private static Gen<Table> Extras(Table table) =>
        from kinds in Gen.CollectToArray(
            Enum.GetValues<ExtraKind>(),
            kind => Gen.Frequency((13, Gen.Constant<ExtraKind?>(null)), (1, Gen.Constant<ExtraKind?>(kind)))
        )
        select kinds.OfType<ExtraKind>().Aggregate(table, WithExtra);

    private static Table WithExtra(Table table, ExtraKind kind)
    {
        if (kind == ExtraKind.Trigger || (kind == ExtraKind.InsertRule && table.Partitioning is null))
            return table with { Extras = table.Extras.Add(new Extra(kind)) };

        // A unique index of a partitioned table would have to have the partitioning column in it.
        if (kind == ExtraKind.InsertRule || table.Partitioning is not null)
            return table;
        var name = $"x{table.Extras.Length}";
        var type = kind switch
        {
            ExtraKind.ExclusionOfRanges => KeyTypes.All.Single(type => type.Sql == "int4range"),
            ExtraKind.ExpressionIndex => KeyTypes.All.Single(type => type.Sql == "varchar(20)"),
            _ => KeyTypes.Integer,
        };
        return table with
        {
            Columns = table.Columns.Add(new Column(name) { KeyType = type, Numbering = new(1, All, 3) }),
            Extras = table.Extras.Add(new Extra(kind, name)),
        };
    }

    private static Table WithInclude(Table table) =>
        table.Keys is [{ Form: not KeyForm.Index } key, ..]
        && table.Columns.FirstOrDefault(column => column.Payload is not null && column.Computed is null) is { } payload
        && payload.Payload != PayloadTypes.Text
            ? table with
            {
                Keys = table.Keys.SetItem(0, key with { Include = payload.Name }),
            }
            : table;
}
