using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Rows for which all keys and references hold, from numbers that were drawn for each.</summary>
internal sealed class RowBuilder
{
    /// <summary>
    /// Numbers that a row of a table takes: one for each column, four for each reference, one for itself.
    /// </summary>
    private readonly Func<int, int, int[]> drawn;

    private readonly Dictionary<int, Table> tables;

    private RowBuilder(IEnumerable<Table> tables, Func<int, int, int[]> drawn)
    {
        this.tables = tables.ToDictionary(table => table.Id);
        this.drawn = drawn;
    }

    public static int DrawsPerRow(Table table) => table.Columns.Length + (4 * table.References.Length) + 1;

    /// <param name="tables">Tables without rows.</param>
    /// <param name="counts">How many rows each is to have, if that is possible.</param>
    /// <param name="drawn">The numbers drawn for a row of a table.</param>
    public static ImmutableArray<Table> Build(
        ImmutableArray<Table> tables,
        IReadOnlyDictionary<int, int> counts,
        Func<int, int, int[]> drawn
    )
    {
        var builder = new RowBuilder(tables, drawn);
        var possible = Possible(tables, counts);
        foreach (var table in tables)
            builder.tables[table.Id] = table with
            {
                Rows =
                [
                    .. Enumerable.Range(0, possible[table.Id]).Select(row => builder.KeyCells(table, row, possible)),
                ],
            };
        var keyed = builder.tables.Values.ToDictionary(table => table.Id);
        return
        [
            .. tables.Select(table =>
                keyed[table.Id] with
                {
                    Rows = Repeated(
                        table,
                        [.. keyed[table.Id].Rows.Select(row => builder.OtherCells(keyed[table.Id], row))],
                        builder
                    ),
                }
            ),
        ];
    }

    /// <summary>
    /// A table that requires a row of an empty one is empty, and one that references row for row has no more of them.
    /// </summary>
    private static Dictionary<int, int> Possible(ImmutableArray<Table> tables, IReadOnlyDictionary<int, int> counts)
    {
        var possible = new Dictionary<int, int>(counts);
        bool changed;
        do
        {
            changed = false;
            foreach (
                var (table, reference) in tables.SelectMany(table =>
                    table.References.Where(reference => !reference.IsNullable).Select(reference => (table, reference))
                )
            )
            {
                var most =
                    IsRowForRow(table, reference) ? possible[reference.Target]
                    : possible[reference.Target] == 0 ? 0
                    : int.MaxValue;
                changed |= possible[table.Id] > most;
                possible[table.Id] = Math.Min(possible[table.Id], most);
            }
        } while (changed);
        return possible;
    }

    /// <summary>A reference through columns that the row's own number fills.</summary>
    private static bool IsRowForRow(Table table, Reference reference) =>
        reference is { IsNullable: false, Pairs: [var (column, _)] } && table.Column(column).Numbering is not null;

    /// <summary>A reference through one column of a composite key.</summary>
    private static bool IsIdentifying(Table table, Reference reference) =>
        reference is { IsNullable: false, Pairs: [var (column, _)] }
        && table.Keys is [{ Columns.Length: 2 } key, ..]
        && key.Columns.Contains(column)
        && table.Column(column).Numbering is null;

    /// <summary>Without a key, rows may be there several times.</summary>
    private static ImmutableArray<Row> Repeated(Table table, ImmutableArray<Row> rows, RowBuilder builder)
    {
        if (table.Keys.Length > 0 || table.Extras.Any(extra => extra.Column is not null))
            return rows;
        for (var i = 1; i < rows.Length; i++)
        {
            if (builder.drawn(table.Id, i)[^1] % 4 == 0)
                rows = rows.SetItem(i, rows[i - 1] with { Number = rows[i].Number });
        }

        return rows;
    }

    /// <summary>What other rows may reference: no cell of it depends on another row's.</summary>
    private Row KeyCells(Table table, int number, Dictionary<int, int> possible)
    {
        var draws = drawn(table.Id, number);
        var cells = ImmutableDictionary.CreateBuilder<string, Cell>(StringComparer.Ordinal);
        for (var i = 0; i < table.Columns.Length; i++)
        {
            var column = table.Columns[i];
            if (column is { Numbering: { } numbering, IsGenerated: false })
                cells[column.Name] = IsNull(table, column, number, draws[i])
                    ? Cell.Null
                    : new Cell(InIndex(table, column, draws[i]) ? numbering.Of(number) : 0, draws[i]);
        }

        var targets = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < table.References.Length; i++)
        {
            var reference = table.References[i];
            if (IsRowForRow(table, reference))
            {
                targets[reference.Name] = number;
            }
            else if (IsIdentifying(table, reference))
            {
                var target = tables[reference.Target];
                var row = Aimed(reference.Aim, number, possible[target.Id], draws[table.Columns.Length + (4 * i)]);
                targets[reference.Name] = row;
                cells[reference.Pairs[0].Column] = new Cell(
                    target.Column(reference.Pairs[0].Referenced).Numbering!.Value.Of(row),
                    draws[0]
                );
            }
        }

        return new Row(number, cells.ToImmutable(), targets.ToImmutable());
    }

    private static bool IsNull(Table table, Column column, int number, int draw)
    {
        if (column.IsNotNull)
            return false;

        // Where NULLs are not distinct, one row at most has them.
        var isSingle = table.Keys.Any(key =>
            key.NullsNotDistinct
            && key.Columns.Any(name => name == column.Name || table.Column(name).CopyOf == column.Name)
        );
        return isSingle ? number == 1 : draw % 5 == 0;
    }

    /// <summary>Rows outside a partial index may be equal: they have the value of number 0.</summary>
    private static bool InIndex(Table table, Column column, int draw) =>
        draw % 3 > 0 || !table.Extras.Contains(new Extra(ExtraKind.PartialIndex, column.Name));

    private static int Aimed(Aim aim, int number, int rows, int draw) =>
        aim switch
        {
            Aim.Hub => 0,
            Aim.Next => (number + 1) % rows,
            Aim.Last when draw % 2 == 0 => rows - 1 - (draw / 2 % ((rows + 3) / 4)),
            _ => draw / 2 % rows,
        };

    private Row OtherCells(Table table, Row row)
    {
        var draws = drawn(table.Id, row.Number);
        for (var i = 0; i < table.References.Length; i++)
        {
            if (!row.Targets.ContainsKey(table.References[i].Name))
                row = WithReference(table, row, table.References[i], draws.AsSpan(table.Columns.Length + (4 * i), 4));
        }

        var cells = row.Cells.ToBuilder();
        for (var i = 0; i < table.Columns.Length; i++)
        {
            var column = table.Columns[i];
            if (column.IsGenerated || cells.ContainsKey(column.Name))
                continue;
            var values = column.Payload?.Values ?? [];
            cells[column.Name] =
                values.Length == 0 || (draws[i] % 4 == 0 && !column.IsNotNull)
                    ? Cell.Null
                    : new Cell(null, 0, values[draws[i] / 4 % values.Length]);
        }

        return row with
        {
            Cells = cells.ToImmutable(),
        };
    }

    private Row WithReference(Table table, Row row, Reference reference, ReadOnlySpan<int> draws)
    {
        var target = tables[reference.Target];
        var pairs = reference
            .Pairs.Select(pair => (Column: table.Column(pair.Column).CopyOf ?? pair.Column, pair.Referenced))
            .ToList();
        var own = pairs.Where(pair => !row.Cells.ContainsKey(pair.Column)).ToList();
        var cells = row.Cells.ToBuilder();
        if (!Binds(table, row, reference))
        {
            // The other partitions may hold anything.
            foreach (var (column, _) in own)
                cells[column] = draws[0] % 3 == 0 ? Cell.Null : new Cell(draws[1] % KeyTypes.Values);
            return row with { Cells = cells.ToImmutable() };
        }

        var candidates = target
            .Rows.Where(other =>
                pairs.All(pair =>
                    target.Number(other, pair.Referenced) is { } number
                    && (!row.Cells.TryGetValue(pair.Column, out var set) || set.Number == number)
                ) && SuitsOthers(table, reference, pairs, target, other)
            )
            .ToList();
        if (candidates.Count == 0 || (reference.IsNullable && own.Count > 0 && draws[0] % 3 == 0))
        {
            // Under MATCH SIMPLE one NULL is enough, whatever the other columns hold.
            var isHalf = !reference.IsMatchFull && own.Count > 1 && draws[1] % 2 == 0;
            for (var i = 0; i < own.Count; i++)
                cells[own[i].Column] =
                    isHalf && i != draws[2] % own.Count ? new Cell(draws[3] % KeyTypes.Values) : Cell.Null;
            return row with { Cells = cells.ToImmutable() };
        }

        if (reference.Dangles && draws[0] % 4 == 0)
        {
            foreach (var (column, referenced) in own)
            {
                var there = target.Rows.Select(other => target.Number(other, referenced)).ToHashSet();
                cells[column] = new Cell(Enumerable.Range(0, KeyTypes.Values).Last(number => !there.Contains(number)));
            }

            return row with
            {
                Cells = cells.ToImmutable(),
            };
        }

        var chosen = candidates[Aimed(reference.Aim, row.Number, candidates.Count, draws[1])];
        foreach (var (column, referenced) in own)
            cells[column] = new Cell(target.Number(chosen, referenced), draws[2]);
        return row with { Cells = cells.ToImmutable(), Targets = row.Targets.Add(reference.Name, chosen.Number) };
    }

    private static bool Binds(Table table, Row row, Reference reference) =>
        reference.OnlyIn is not { } name
        || table
            .Partitioning!.Partitions.Single(partition => partition.Name == name)
            .Numbers.Contains(table.Number(row, table.Partitioning.Column)!.Value);

    /// <summary>Whether the references that share a single column hold for the same value.</summary>
    private bool SuitsOthers(
        Table table,
        Reference reference,
        List<(string Column, string Referenced)> pairs,
        Table target,
        Row chosen
    ) =>
        pairs is not [var (column, referenced)]
        || table
            .References.Where(other =>
                other.Name != reference.Name && other.Pairs is [var (shared, _)] && shared == column
            )
            .All(other =>
                tables[other.Target]
                    .Rows.Any(row =>
                        tables[other.Target].Number(row, other.Pairs[0].Referenced) == target.Number(chosen, referenced)
                    )
            );
}
