using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Grants wishes as far as PostgreSQL does: adds columns and references to tables.</summary>
internal sealed class ReferenceBuilder
{
    private readonly Table[] tables;

    private ReferenceBuilder(IEnumerable<Table> tables) => this.tables = [.. tables];

    public static ImmutableArray<Table> Build(IEnumerable<Table> tables, IReadOnlyList<Wish> wishes)
    {
        var builder = new ReferenceBuilder(tables);

        // First those that give a key's own columns their type: references to that key take theirs from it.
        var others = wishes
            .Where(wish =>
                !builder.Grant(
                    wish,
                    wish.Kind switch
                    {
                        WishKind.Identifying => Identifying,
                        WishKind.OneToOne => OneToOne,
                        _ => Nothing,
                    }
                )
            )
            .ToList();
        foreach (var wish in others)
        {
            _ =
                builder.Grant(
                    wish,
                    wish.Kind switch
                    {
                        WishKind.Shared => Shared,
                        WishKind.Generated => Generated,
                        _ => Nothing,
                    }
                ) || builder.Grant(wish, Own);
        }

        return [.. builder.tables];
    }

    /// <summary>To the key that is picked, or else to the next one for which it is legal.</summary>
    private bool Grant(Wish wish, Func<Table, Table, UniqueKey, Wish, Table?> grant)
    {
        // Tables of one column, or of none, are to stay so.
        var table = tables[wish.From];
        if (table.Columns.Length <= 1)
            return false;
        var keys = tables
            .Where(other => wish.To is null || other.Id == wish.To)
            .SelectMany(other => other.Keys.Where(key => !key.IsDeferrable).Select(key => (Target: other, Key: key)))
            .ToList();
        var granted = keys.Select((_, i) => keys[(wish.Pick + i) % keys.Count])
            .Select(pair => grant(table, pair.Target, pair.Key, wish))
            .FirstOrDefault(other => other is not null);
        tables[wish.From] = granted ?? table;
        return granted is not null;
    }

    private static Table? Nothing(Table table, Table target, UniqueKey key, Wish wish) => null;

    private static Table Own(Table table, Table target, UniqueKey key, Wish wish)
    {
        var onlyIn =
            wish.IsOnlyInOnePartition && table.Partitioning is { Method: not "HASH" } partitioning
                ? partitioning.Partitions[wish.Pick % partitioning.Partitions.Length].Name
                : null;
        var isNullable =
            wish.IsNullable || onlyIn is not null || key.Columns.Any(name => !target.Column(name).IsNotNull);
        var columns = key
            .Columns.Select(name => NewColumn(table, target, name, wish) with { IsNotNull = !isNullable })
            .ToList();

        // PostgreSQL 15 knows no unchecked keys of partitioned tables.
        var isNotValid = wish.IsNotValid && table.Partitioning is null;
        return table with
        {
            Columns = [.. table.Columns, .. columns],
            References = table.References.Add(
                NewReference(table, target, key, columns.Select(column => column.Name), wish) with
                {
                    IsNullable = isNullable,
                    IsMatchFull = wish.IsMatchFull,
                    IsNotValid = isNotValid,
                    Dangles = isNotValid && wish.Dangles,
                    OnlyIn = onlyIn,
                }
            ),
        };
    }

    private static Table? Identifying(Table table, Table target, UniqueKey key, Wish wish)
    {
        if (
            key.Columns is not [var referenced]
            || target.Column(referenced) is not { IsNotNull: true, Numbering: not null } column
            || table.Partitioning is not null
            || table.Keys is not [{ Form: KeyForm.Primary, Columns: [_, _] } own, ..]
            || table.References.Any(reference => reference.Pairs.Any(pair => own.Columns.Contains(pair.Column)))
        )
            return null;
        var (part, number) = (table.Column("part"), table.Column("nr"));

        // The number alone tells the rows apart, whatever they reference.
        return table with
        {
            Columns = table
                .Columns.Replace(part, part with { KeyType = column.KeyType, Numbering = null })
                .Replace(number, number with { Numbering = new(1, KeyTypes.Values) }),
            References = table.References.Add(NewReference(table, target, key, ["part"], wish)),
        };
    }

    private static Table? OneToOne(Table table, Table target, UniqueKey key, Wish wish)
    {
        if (
            table.Id == target.Id
            || table.Keys is not [{ Columns: [var name] }, ..]
            || key != target.Keys[0]
            || key.Columns is not [var referenced]
            || table.Column(name) is not { IsNotNull: true, IsGenerated: false } column
            || target.Column(referenced) is not { IsNotNull: true, IsGenerated: false } other
            || column.KeyType != other.KeyType
            || column.Numbering != other.Numbering
            || column.Numbering is null
            || table.References.Any(reference => reference.Pairs.Any(pair => pair.Column == name))
        )
            return null;
        return table with { References = table.References.Add(NewReference(table, target, key, [name], wish)) };
    }

    /// <summary>A column that references two tables, or that a composite reference shares with another one.</summary>
    private static Table? Shared(Table table, Table target, UniqueKey key, Wish wish)
    {
        foreach (var name in key.Columns)
        {
            var type = target.Column(name).KeyType;
            var shared =
                key.Columns.Length == 1
                    ? table
                        .References.Where(IsShareable)
                        .Select(reference => table.Column(reference.Pairs[0].Column))
                        .FirstOrDefault(column => column.KeyType == type && !column.IsGenerated)
                    : table.Columns.FirstOrDefault(column =>
                        column.KeyType == type && !column.IsGenerated && column.IsNotNull
                    );
            if (
                shared is null
                || (
                    key.Columns.Length == 1
                    && table.References.Any(reference =>
                        reference.Target == target.Id && reference.Pairs[0].Column == shared.Name
                    )
                )
            )
                continue;
            var columns = key
                .Columns.Select(other => other == name ? shared : NewColumn(table, target, other, wish))
                .ToList();
            var reference = NewReference(table, target, key, columns.Select(column => column.Name), wish) with
            {
                IsNullable = true,
            };
            return table with
            {
                Columns = [.. table.Columns, .. columns.Where(column => column != shared)],
                References = table.References.Add(reference),
            };
        }

        return null;

        static bool IsShareable(Reference reference) =>
            reference is { Pairs.Length: 1, IsNullable: true, IsNotValid: false, OnlyIn: null };
    }

    private static Table? Generated(Table table, Table target, UniqueKey key, Wish wish)
    {
        if (key.Columns is not [var referenced])
            return null;
        var column = NewColumn(table, target, referenced, wish);
        var generated = column with { Name = column.Name + " generated", CopyOf = column.Name };
        return table with
        {
            Columns = [.. table.Columns, column, generated],
            References = table.References.Add(
                NewReference(table, target, key, [generated.Name], wish) with
                {
                    IsNullable = true,
                }
            ),
        };
    }

    private static Column NewColumn(Table table, Table target, string referenced, Wish wish)
    {
        var type = target.Column(referenced).KeyType!;
        if (wish.HasOtherType && type.ReferencedFrom.Length > 0)
            type = type.ReferencedFrom[wish.Pick % type.ReferencedFrom.Length];
        return new Column($"r{table.References.Length} {referenced}") { KeyType = type };
    }

    private static Reference NewReference(
        Table table,
        Table target,
        UniqueKey key,
        IEnumerable<string> columns,
        Wish wish
    )
    {
        // The same names on many tables.
        var pairs = columns.Zip(key.Columns, (column, referenced) => (column, referenced)).ToList();
        var turned = pairs.Skip(wish.Turn % pairs.Count).Concat(pairs.Take(wish.Turn % pairs.Count));
        return new Reference($"fk {table.References.Length}", [.. turned], target.Id, key.Name)
        {
            IsDeferrable = wish.IsDeferrable,
            Aim = wish.Aim,
        };
    }
}
