using System.Collections.Immutable;

namespace SnapshotSeed.IntegrationTests.Laws.Schemas;

/// <summary>Gives columns their names, and some tables the columns of another one.</summary>
internal static class Inheritance
{
    /// <param name="tables">With plain names.</param>
    /// <param name="names">The names of each table's columns.</param>
    /// <param name="draws">For each table a number; the lowest means that it inherits.</param>
    public static ImmutableArray<Table> Apply(IEnumerable<Table> tables, Func<string, string>[] names, int[] draws)
    {
        var plain = tables.ToList();
        var parents = plain.ToDictionary(
            table => table.Id,
            table =>
                draws[table.Id] == 0 && table is { Partitioning: null, Columns.Length: > 1 }
                    ? plain
                        .Take(table.Id)
                        .LastOrDefault(other => other is { Partitioning: null, Columns.Length: > 1 })
                        ?.Id
                    : null
        );

        // Inherited columns have names of their own beside them.
        var given = names.Select((name, i) => parents[i] is null ? name : column => $"{column} of {i}").ToArray();
        var done = new List<Table>();
        foreach (var table in plain.Select(table => Renamed(table, given)))
            done.Add(parents[table.Id] is { } parent ? Inheriting(table, done[parent]) : table);
        return [.. done];
    }

    private static Table Inheriting(Table table, Table parent) =>
        table with
        {
            Inherits = parent.Id,
            Columns =
            [
                // Defaults are inherited, identities are not.
                .. parent.Columns.Select(column =>
                    column with
                    {
                        Source = column.Source is ColumnSource.Serial or ColumnSource.Default
                            ? ColumnSource.Default
                            : ColumnSource.None,
                        Sequence = column.Source is ColumnSource.Serial or ColumnSource.Default
                            ? column.Sequence
                            : null,
                        Numbering = column.KeyType is null ? null : column.Numbering ?? new(1, KeyTypes.Values, 3),
                    }
                ),
                .. table.Columns,
            ],
        };

    private static Table Renamed(Table table, Func<string, string>[] names)
    {
        var name = names[table.Id];
        return table with
        {
            Columns =
            [
                .. table.Columns.Select(column =>
                    column with
                    {
                        Name = name(column.Name),
                        CopyOf = Optional(column.CopyOf),
                        Computed = Optional(column.Computed),
                    }
                ),
            ],
            Keys =
            [
                .. table.Keys.Select(key =>
                    key with
                    {
                        Columns = [.. key.Columns.Select(name)],
                        Include = Optional(key.Include),
                    }
                ),
            ],
            References =
            [
                .. table.References.Select(reference =>
                    reference with
                    {
                        Pairs =
                        [
                            .. reference.Pairs.Select(pair =>
                                (name(pair.Column), names[reference.Target](pair.Referenced))
                            ),
                        ],
                    }
                ),
            ],
            Extras = [.. table.Extras.Select(extra => extra with { Column = Optional(extra.Column) })],
            Partitioning = table.Partitioning is { } partitioning
                ? partitioning with
                {
                    Column = name(partitioning.Column),
                    Partitions =
                    [
                        .. partitioning.Partitions.Select(partition =>
                            partition with
                            {
                                SplitBy = Optional(partition.SplitBy),
                            }
                        ),
                    ],
                }
                : null,
        };

        string? Optional(string? column) => column is null ? null : name(column);
    }
}
